package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.CommandRequest.Resolution;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Production's own foreign-key actions never take rows along that staging never saw.
class ProductionChildrenIT {
    private static final PublisherConfig SMALL = TestPipeline.config(ConflictPolicy.HOLD, 100, 100);

    private final TestPipeline pipeline =
            new TestPipeline(
                    """
                    CREATE TABLE parent (id int PRIMARY KEY, sku text UNIQUE, up int REFERENCES parent ON DELETE CASCADE);
                    CREATE TABLE goes (id int PRIMARY KEY, parent_id int REFERENCES parent ON DELETE CASCADE);
                    CREATE TABLE stays (id int PRIMARY KEY, parent_id int REFERENCES parent ON DELETE SET NULL);
                    CREATE TABLE below (id int PRIMARY KEY, goes_id int REFERENCES goes ON DELETE CASCADE);
                    CREATE TABLE ring (id int PRIMARY KEY);
                    CREATE TABLE gnir (id int PRIMARY KEY, ring_id int REFERENCES ring ON DELETE CASCADE);
                    ALTER TABLE ring ADD gnir_id int REFERENCES gnir ON DELETE CASCADE
                    """);
    private final Inbox inbox = new Inbox(pipeline);

    @AfterEach
    void close() {
        pipeline.close();
    }

    /// A tree of staging is published; then it goes there.
    private void theTreeGoesWhile(String production) {
        pipeline.change(
                """
                INSERT INTO parent VALUES (1, 'a', NULL), (2, 'b', 1), (3, 'c', 2), (4, 'd', NULL);
                INSERT INTO goes VALUES (10, 1), (20, 2), (40, 4);
                INSERT INTO stays VALUES (10, 1), (40, 4);
                INSERT INTO below VALUES (100, 10)
                """);
        pipeline.publish(SMALL);
        pipeline.production().execute(production);
        pipeline.change(
                "DELETE FROM parent WHERE id = 1; INSERT INTO parent VALUES (5, 'a', NULL)",
                "UPDATE parent SET sku = 'e' WHERE id = 4");
        pipeline.publish(SMALL);
    }

    @Test
    void whatStagingHasGoesAsItDidThere() {
        theTreeGoesWhile("SELECT");

        inbox.assertEmpty();
        pipeline.assertEqual();
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO goes VALUES (11, 1)",
                "INSERT INTO goes VALUES (31, 3)",
                "INSERT INTO stays VALUES (11, 1)",
                "INSERT INTO below VALUES (111, 10)",
                "INSERT INTO parent VALUES (6, 'f', 3)"
            })
    void whatStagingNeverSawHoldsTheDelete(String own) {
        theTreeGoesWhile(own);

        assertThat(inbox.held()).containsExactly(2L);
        assertThat(
                        pipeline.production()
                                .value("SELECT type || ' ' || sentence FROM stageline.conflict"))
                .startsWith("child_exists ")
                .contains("rows in production still refer to it: 1 of public.")
                .containsPattern("which would (be deleted with|lose) it");
        assertThat(pipeline.production().value("SELECT count(*) FROM parent WHERE id < 5"))
                .isEqualTo("4");
        Inbox.assertDone(inbox.release(2, new Resolution.ApplyRemote()));
        inbox.assertEmpty();
    }

    @Test
    void anOperatorMayLetThemGo() {
        theTreeGoesWhile("INSERT INTO goes VALUES (11, 1)");

        Inbox.assertDone(inbox.release(2, new Resolution.ApplyRemote()));

        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    @Test
    void aRuleThatNamesItLetsThemGo() {
        pipeline.change("INSERT INTO parent VALUES (1, 'a', NULL)");
        pipeline.publish(SMALL);
        pipeline.production().execute("INSERT INTO goes VALUES (11, 1)");
        pipeline.change("DELETE FROM parent");

        pipeline.publish(
                TestPipeline.config(
                        ConflictPolicy.HOLD, 100, 100, "child_exists public.parent apply_remote"));

        assertThat(pipeline.production().value("SELECT resolution FROM stageline.conflict"))
                .isEqualTo("apply_remote");
        pipeline.assertEqual();
    }

    @Test
    void aPolicyForEverythingDoesNot() {
        pipeline.change("INSERT INTO parent VALUES (1, 'a', NULL)");
        pipeline.publish(SMALL);
        pipeline.production().execute("INSERT INTO goes VALUES (11, 1)");
        pipeline.change("DELETE FROM parent");

        pipeline.publish(
                TestPipeline.config(
                        ConflictPolicy.APPLY_REMOTE, 100, 100, "* public.* apply_remote"));

        assertThat(inbox.held()).containsExactly(2L);
        assertThat(pipeline.production().value("SELECT count(*) FROM goes")).isEqualTo("1");
    }

    @Test
    void aCircleOfCascadesGoesTogether() {
        pipeline.change(
                "INSERT INTO ring VALUES (1); INSERT INTO gnir VALUES (1, 1); UPDATE ring SET gnir_id = 1");
        pipeline.publish(SMALL);

        pipeline.change("DELETE FROM ring");
        pipeline.publish(SMALL);

        inbox.assertEmpty();
        assertThat(pipeline.production().query("SELECT id FROM ring UNION ALL SELECT id FROM gnir"))
                .isEqualTo(List.of());
    }

    /// Production has changed since the publisher looked at it.
    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
    void anActionDeclaredMeanwhileTakesNothingAlong(String action) {
        try (RunningPublisher publisher = pipeline.start(SMALL)) {
            pipeline.change("INSERT INTO parent VALUES (1, 'a', NULL)");
            pipeline.awaitPublished(publisher);
            pipeline.production().execute(own(action));
            pipeline.change("DELETE FROM parent");
            pipeline.awaitPublished(publisher);
        }
        assertHeldForOwn();
    }

    /// While the delete waits for a lock.
    @Test
    void anActionDeclaredInTheVeryMomentTakesNothingAlong() throws SQLException {
        try (RunningPublisher publisher = pipeline.start(SMALL);
                Connection other = pipeline.production().connect();
                Statement statement = other.createStatement()) {
            pipeline.change("INSERT INTO parent VALUES (1, 'a', NULL)");
            pipeline.awaitPublished(publisher);
            other.setAutoCommit(false);
            statement.execute(own("CASCADE"));
            pipeline.change("DELETE FROM parent");
            awaitBlocked();
            other.commit();
            pipeline.awaitPublished(publisher);
        }
        assertHeldForOwn();
    }

    /// It is not asked about any more, and the delete goes through.
    @Test
    void anActionThatWentMeanwhileHoldsNothing() {
        try (RunningPublisher publisher = pipeline.start(SMALL)) {
            pipeline.change("INSERT INTO parent VALUES (1, 'a', NULL), (2, 'b', NULL)");
            pipeline.awaitPublished(publisher);
            pipeline.production().execute("ALTER TABLE goes DROP CONSTRAINT goes_parent_id_fkey");
            pipeline.production().execute("INSERT INTO goes VALUES (11, 1)");
            pipeline.change("DELETE FROM parent WHERE id = 1");
            pipeline.awaitPublished(publisher);
        }
        inbox.assertEmpty();
        assertThat(pipeline.production().value("SELECT string_agg(id::text, ',') FROM parent"))
                .isEqualTo("2");
        assertThat(pipeline.production().value("SELECT count(*) FROM goes")).isEqualTo("1");
    }

    /// Deletes in a circle go together, but not with a child that somebody gives one of them just then.
    @Test
    void nobodyGivesACircleAChildOnItsWay() throws SQLException {
        pipeline.change(
                "INSERT INTO ring VALUES (1); INSERT INTO gnir VALUES (1, 1); UPDATE ring SET gnir_id = 1");
        pipeline.publish(SMALL);
        pipeline.production()
                .execute(
                        """
                        CREATE TABLE latch (id int); INSERT INTO latch VALUES (1);
                        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN LOCK public.latch; RETURN OLD; END $$;
                        CREATE TRIGGER wait BEFORE DELETE ON gnir FOR EACH ROW EXECUTE FUNCTION wait();
                        CREATE TRIGGER wait BEFORE DELETE ON ring FOR EACH ROW EXECUTE FUNCTION wait()
                        """);
        try (Connection other = pipeline.production().connect();
                Connection child = pipeline.production().connect();
                Statement latch = other.createStatement();
                Statement statement = child.createStatement()) {
            other.setAutoCommit(false);
            latch.execute("LOCK latch");
            pipeline.change("DELETE FROM ring");
            try (RunningPublisher publisher = pipeline.start(SMALL)) {
                awaitBlocked();
                statement.execute("SET lock_timeout = '300ms'");
                for (String table : List.of("gnir", "ring")) {
                    assertThatThrownBy(() ->
                                    statement.execute("INSERT INTO " + table + " VALUES (2, 1)"))
                            .hasMessageContaining("lock timeout");
                }
                other.rollback();
                pipeline.awaitPublished(publisher);
            }
        }
        inbox.assertEmpty();
    }

    private void awaitBlocked() {
        Awaitility.await("a session waits")
                .atMost(TestPipeline.PATIENCE)
                .until(() ->
                        !pipeline.production()
                                .query(
                                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                                .isEmpty());
    }

    private static String own(String action) {
        return """
        CREATE TABLE own (id int PRIMARY KEY, parent_id int REFERENCES parent ON DELETE %s);
        INSERT INTO own VALUES (1, 1)\
        """
                .formatted(action);
    }

    private void assertHeldForOwn() {
        assertThat(inbox.held()).containsExactly(2L);
        assertThat(pipeline.production().value("SELECT parent_id FROM own")).isEqualTo("1");
    }
}
