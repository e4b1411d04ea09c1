package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.changelog.TableId;
import io.stageline.database.CatalogueReader;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.PublisherConfig.ForeignKeyCheck;
import io.stageline.publisher.target.Outcome;
import io.stageline.publisher.target.Target;
import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever looks whether the parents of inserted rows are there: no row of production is without its parent, and nothing of
/// production's own is left out.
class ForeignKeyCheckIT {
    private static final TableId CHILD = new TableId("public", "child");
    private static final TableId GRANDCHILD = new TableId("public", "grandchild");
    private static final String CHILDREN =
            "INSERT INTO child SELECT i, 1 + i % 5, NULL, 'c' FROM generate_series(1, 2000) i";

    private final TestPipeline pipeline =
            new TestPipeline(
                    """
                    CREATE TABLE parent (id int PRIMARY KEY, name text, code varchar(9) UNIQUE);
                    CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent, before_id int REFERENCES child, note text);
                    CREATE TABLE grandchild (id int PRIMARY KEY, child_id int REFERENCES child)
                    """);
    private final RealDatabase production = pipeline.production();
    private final Inbox inbox = new Inbox(pipeline);

    @BeforeEach
    void publishParents() {
        pipeline.change("INSERT INTO parent SELECT i, 'p', 'c' || i FROM generate_series(1, 5) i");
        pipeline.publish();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static PublisherConfig config(ForeignKeyCheck check) {
        return TestPipeline.config(ConflictPolicy.HOLD, check, 5000, 20000);
    }

    private void publish() {
        pipeline.publish(config(ForeignKeyCheck.PUBLISHER));
    }

    private boolean covered() throws SQLException {
        try (Connection connection = production.open("test")) {
            return Target.checkedByPublisher(connection).contains(CHILD);
        }
    }

    /// Production notes beside each row of this table in which role it was written.
    private void noteRoles(String table) {
        production.execute(
                "ALTER TABLE %s ADD role text DEFAULT current_setting('session_replication_role')"
                        .formatted(table));
    }

    /// Takes the notes back, too: staging has none.
    private String roles(String table) {
        String roles = production.value("SELECT string_agg(DISTINCT role, ',') FROM " + table);
        production.execute(
                "ALTER TABLE %s DROP COLUMN role".formatted(table.replaceFirst(" .*", "")));
        return roles;
    }

    @ParameterizedTest
    @CsvSource({"PRODUCTION, 2000, origin", "PUBLISHER, 2000, replica", "PUBLISHER, 499, origin"})
    void productionLooksUnlessToldOtherwise(ForeignKeyCheck check, int rows, String role) {
        noteRoles("child");
        pipeline.change(
                "INSERT INTO child SELECT i, 1 + i % 5, NULL, 'c' FROM generate_series(1, "
                        + rows
                        + ") i");

        pipeline.publish(config(check));

        assertThat(roles("child")).isEqualTo(role);
        pipeline.assertEqual();
    }

    @ParameterizedTest
    @EnumSource
    void aMissingParentIsTheSameConflict(ForeignKeyCheck check) {
        production.execute("DELETE FROM parent WHERE id = 5");
        pipeline.change(
                CHILDREN,
                "INSERT INTO parent VALUES (6, 'p', 'c6'); INSERT INTO child VALUES (3000, 6)");

        pipeline.publish(config(check));

        assertThat(inbox.held()).containsExactly(2L);
        assertThat(production.value("SELECT type || ' ' || sentence FROM stageline.conflict"))
                .startsWith("parent_missing ")
                .contains("child_parent_id_fkey");
        assertThat(production.value("SELECT string_agg(id::text, ',') FROM child"))
                .isEqualTo("3000");
        production.execute("INSERT INTO parent VALUES (5, 'p', 'c5')");
        Inbox.assertDone(inbox.release(2));
        pipeline.assertEqual();
    }

    @Test
    void rowsMayBeParentsOfEachOtherOrHaveNone() {
        noteRoles("child");
        pipeline.change(
                "INSERT INTO child SELECT i, NULL, nullif(i - 1, 0), NULL FROM generate_series(1, 2000) i");

        publish();

        assertThat(roles("child")).isEqualTo("replica");
        pipeline.assertEqual();
    }

    /// Somebody takes a parent away in production and has not committed yet.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForWhoTakesAParentAway(boolean commits) throws SQLException {
        pipeline.change(CHILDREN);
        try (Connection other = production.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("DELETE FROM parent WHERE id = 5");
            try (RunningPublisher publisher = pipeline.start(config(ForeignKeyCheck.PUBLISHER))) {
                awaitBlocked("%FOR KEY SHARE%");
                if (commits) {
                    other.commit();
                } else {
                    other.rollback();
                }
                pipeline.awaitPublished(publisher);
            }
        }
        assertThat(inbox.held()).isEqualTo(commits ? List.of(2L) : List.of());
        assertThat(production.value("SELECT count(*) FROM child"))
                .isEqualTo(commits ? "0" : "2000");
    }

    /// From the check to the commit nobody takes one away.
    @Test
    void keepsTheParentsUntilTheCommit() throws SQLException {
        noteRoles("child");
        pipeline.change(CHILDREN + "; INSERT INTO grandchild VALUES (1, 1)");
        try (Connection blocking = production.connect();
                Connection other = production.connect();
                Statement block = blocking.createStatement();
                Statement delete = other.createStatement()) {
            block.execute(
                    "INSERT INTO parent VALUES (9, 'p', 'c9'); INSERT INTO child VALUES (9999, 9)");
            blocking.setAutoCommit(false);
            block.execute("INSERT INTO grandchild VALUES (1, 9999)");
            try (RunningPublisher publisher = pipeline.start(config(ForeignKeyCheck.PUBLISHER))) {
                awaitBlocked("INSERT INTO \"public\".\"grandchild\"%");
                delete.execute("SET lock_timeout = '300ms'");
                assertThatThrownBy(() -> delete.execute("DELETE FROM parent WHERE id = 5"))
                        .hasMessageContaining("lock timeout");
                blocking.rollback();
                pipeline.awaitPublished(publisher);
            }
        }
        assertThat(inbox.held()).isEmpty();
        assertThat(roles("child WHERE id <= 2000")).isEqualTo("replica");
    }

    private void awaitBlocked(String query) {
        Awaitility.await("a session waits")
                .atMost(TestPipeline.PATIENCE)
                .until(() ->
                        !production
                                .query(
                                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '"
                                                + query
                                                + "'")
                                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT",
                "ALTER TABLE child ADD made timestamptz DEFAULT now(), ADD n bigint GENERATED ALWAYS AS IDENTITY, ADD CHECK (length(note) < 9)",
                "CREATE DOMAIN price AS numeric(8, 2) CHECK (VALUE >= 0); ALTER TABLE child ADD price price",
                "CREATE UNIQUE INDEX ON child (lower(note)) WHERE note IS NOT NULL"
            })
    void coversPlainForeignKeys(String ddl) throws SQLException {
        production.execute(ddl);

        assertThat(covered()).isTrue();
    }

    /// What an insert does beside, or what is not plain about a foreign key, is production's business.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER own AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE TRIGGER own BEFORE INSERT ON child FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE TRIGGER own AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE child ENABLE REPLICA TRIGGER own",
                "CREATE RULE own AS ON INSERT TO child DO ALSO NOTIFY news",
                "ALTER TABLE child ADD UNIQUE (note) DEFERRABLE",
                "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER TABLE child ADD drawn int DEFAULT own()",
                "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER TABLE child ADD CHECK (own() = 1)",
                "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN word AS text CHECK (own() = 1); CREATE DOMAIN other AS word; ALTER TABLE child ADD words other[]",
                "ALTER TABLE child ADD FOREIGN KEY (before_id) REFERENCES child DEFERRABLE",
                "ALTER TABLE child ADD small smallint REFERENCES parent",
                "ALTER TABLE child ADD code varchar(20) REFERENCES parent (code)",
                "ALTER TABLE child ADD code varchar(9) REFERENCES parent (code) MATCH FULL",
                "CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id); ALTER TABLE child ADD parted_id int REFERENCES parted",
                "CREATE EXTENSION btree_gist; CREATE TABLE stay (id int, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS)); ALTER TABLE child ADD during daterange, ADD FOREIGN KEY (id, PERIOD during) REFERENCES stay (id, PERIOD during)",
                "DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE child ENABLE ALWAYS TRIGGER %I', tgname) FROM pg_trigger WHERE tgrelid = 'child'::regclass LIMIT 1); END $$"
            })
    void leavesTheRestToProduction(String ddl) throws SQLException {
        production.execute(ddl);

        assertThat(covered()).isFalse();
    }

    @Test
    void leavesParentsThatItMayNotLockToProduction() throws SQLException {
        String role = production.name() + " reader";
        production.execute(
                """
                CREATE ROLE "%1$s"; GRANT USAGE ON SCHEMA public TO "%1$s";
                GRANT ALL ON child, grandchild TO "%1$s"; GRANT SELECT ON parent TO "%1$s"
                """
                        .formatted(role));
        try (Connection connection = production.open("test");
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE \"" + role + "\"");
            assertThat(Target.maySuspendForeignKeyChecks(connection)).isFalse();
            assertThat(Target.checkedByPublisher(connection)).containsExactly(GRANDCHILD);
            assertThat(insertsGrandchildren(connection, new String[] {"1", null}))
                    .isInstanceOf(Outcome.Written.class);
            connection.rollback();
            statement.execute("RESET ROLE");
        } finally {
            production.execute("DROP OWNED BY \"%1$s\"; DROP ROLE \"%1$s\"".formatted(role));
        }
    }

    /// Whether the role may turn production's checks off or not, rows are written.
    private static Outcome insertsGrandchildren(Connection connection, @Nullable String[]... rows)
            throws SQLException {
        var target =
                Target.on(
                        connection, CatalogueReader.read(connection, _ -> true), OptionalInt.of(1));
        connection.setAutoCommit(false);
        var shape =
                new Shape(
                        GRANDCHILD,
                        Operation.INSERT,
                        List.of("id", "child_id"),
                        List.of(),
                        List.of());
        return target.write(new Write.Rows(shape, List.of(rows)));
    }

    @Test
    void aColumnThatStagingLacksIsCheckedByProduction() {
        production.execute(
                "ALTER TABLE child ADD other_id int REFERENCES parent; ALTER TABLE child ALTER other_id SET DEFAULT 99");
        pipeline.change(CHILDREN);

        publish();

        assertThat(inbox.held()).containsExactly(2L);
        assertThat(production.value("SELECT sentence FROM stageline.conflict"))
                .contains("child_other_id_fkey");
    }

    /// Production's own checks are off for no other statement.
    @Test
    void whatComesAfterIsCheckedByProduction() {
        pipeline.change("INSERT INTO child VALUES (9999, 1)");
        publish();
        production.execute("DELETE FROM child");
        pipeline.change(CHILDREN + "; INSERT INTO grandchild VALUES (1, 9999)");

        publish();

        assertThat(inbox.held()).containsExactly(3L);
        assertThat(production.value("SELECT count(*) FROM grandchild")).isEqualTo("0");
    }

    /// Also where a statement was refused meanwhile and the production transaction goes on.
    @Test
    void whatComesAfterARefusalIsCheckedByProduction() {
        pipeline.change("INSERT INTO child VALUES (9999, 1)");
        publish();
        production.execute("DELETE FROM child; INSERT INTO child VALUES (700, 1, NULL, 'own')");
        pipeline.change(CHILDREN + "; INSERT INTO grandchild VALUES (1, 9999)");

        pipeline.publish(
                TestPipeline.config(
                        ConflictPolicy.HOLD,
                        ForeignKeyCheck.PUBLISHER,
                        1000,
                        1000,
                        "insert_exists public.* keep_local"));

        assertThat(inbox.held()).containsExactly(3L);
        assertThat(
                        production.value(
                                "SELECT type FROM stageline.conflict WHERE resolved_at IS NULL"))
                .isEqualTo("parent_missing");
    }

    /// Another table has got the parent's name.
    @Test
    void aParentThatIsSwappedMeanwhileIsStillTheParent() {
        try (RunningPublisher publisher = pipeline.start(config(ForeignKeyCheck.PUBLISHER))) {
            pipeline.change("INSERT INTO child VALUES (3000, 1)");
            pipeline.awaitPublished(publisher);
            production.execute(
                    """
                    CREATE TABLE other (LIKE parent INCLUDING ALL); INSERT INTO other SELECT * FROM parent;
                    DELETE FROM parent WHERE id = 5;
                    ALTER TABLE parent RENAME TO former; ALTER TABLE other RENAME TO parent
                    """);
            pipeline.change(CHILDREN);
            pipeline.awaitPublished(publisher);
        }
        assertThat(inbox.held()).containsExactly(3L);
    }

    /// Production has changed since the publisher looked at it.
    @Test
    void aTriggerCreatedMeanwhileFires() {
        production.execute(
                """
                CREATE TABLE seen (id int);
                CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.seen VALUES (NEW.id); RETURN NULL; END $$
                """);
        try (RunningPublisher publisher = pipeline.start(config(ForeignKeyCheck.PUBLISHER))) {
            pipeline.change("INSERT INTO child VALUES (3000, 1)");
            pipeline.awaitPublished(publisher);
            production.execute(
                    "CREATE TRIGGER see AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION see()");
            pipeline.change(CHILDREN);
            pipeline.awaitPublished(publisher);
        }
        assertThat(inbox.held()).isEmpty();
        assertThat(production.value("SELECT count(*) FROM seen")).isEqualTo("2000");
    }

    @Test
    void aForeignKeyCreatedMeanwhileIsChecked() {
        production.execute("CREATE TABLE note (note text PRIMARY KEY)");
        try (RunningPublisher publisher = pipeline.start(config(ForeignKeyCheck.PUBLISHER))) {
            pipeline.change("INSERT INTO child VALUES (3000, 1)");
            pipeline.awaitPublished(publisher);
            production.execute(
                    "ALTER TABLE child ADD CONSTRAINT noted FOREIGN KEY (note) REFERENCES note");
            pipeline.change(CHILDREN);
            pipeline.awaitPublished(publisher);
        }
        assertThat(inbox.held()).containsExactly(3L);
        assertThat(production.value("SELECT sentence FROM stageline.conflict")).contains("noted");
    }
}
