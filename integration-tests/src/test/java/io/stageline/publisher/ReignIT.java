package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TransactionHeader;
import io.stageline.publisher.state.Reign;
import io.stageline.publisher.state.Surroundings;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Rows and checkpoint are one, whatever breaks; and only one publisher writes.
@ParameterizedClass
@EnumSource(ServerKind.class)
class ReignIT {
    private static final int SESSION_IS_GONE = 1094;

    private final ServerKind kind;
    private final TestPipeline pipeline;
    private final Items items;

    ReignIT(ServerKind kind) {
        this.kind = kind;
        this.pipeline = TestPipeline.of(kind, Items.SCHEMA);
        this.items = Items.of(pipeline);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /// Notes in table `applied` what production applies.
    private void noteWhatIsApplied() {
        pipeline.production()
                .execute(
                        switch (kind) {
                            case POSTGRES ->
                                    """
                                    CREATE TABLE applied (id int);
                                    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                                        BEGIN INSERT INTO public.applied VALUES (new.id); RETURN new; END $$;
                                    CREATE TRIGGER note AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION note()
                                    """;
                            case MYSQL ->
                                    """
                                    CREATE TABLE applied (id int);
                                    CREATE TRIGGER note AFTER INSERT ON item FOR EACH ROW
                                        INSERT INTO applied VALUES (new.id)
                                    """;
                        });
    }

    /// Ends the sessions of the lane's publisher.
    private void kill(Statement statement) throws SQLException {
        switch (kind) {
            case POSTGRES ->
                    statement.execute(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE application_name LIKE 'stageline publisher %' AND datname = current_database()
                            """);
            case MYSQL -> {
                String session =
                        pipeline.production()
                                .value(
                                        "SELECT coalesce(is_used_lock('"
                                                + Surroundings.sessionName(pipeline.name(), 0)
                                                + "'), 0)");
                try {
                    statement.execute("KILL " + session);
                } catch (SQLException e) {
                    if (e.getErrorCode() != SESSION_IS_GONE) {
                        throw e;
                    }
                }
            }
        }
    }

    @Test
    void appliesEachTransactionOnceHoweverOftenTheConnectionBreaks() throws SQLException {
        noteWhatIsApplied();
        int transactions = 2000;
        for (int i = 1; i <= transactions; i++) {
            pipeline.append(List.of(items.insert(2 * i), items.insert(2 * i + 1)));
        }
        pipeline.writer().flush();
        var random = new Random(42);

        try (RunningPublisher publisher = pipeline.start(TestPipeline.config(20, 20000));
                Connection killer = pipeline.production().connect();
                Statement statement = killer.createStatement()) {
            for (int kill = 0; kill < 15; kill++) {
                long wanted = publisher.loop().status().transactions() + random.nextInt(60);
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(TestPipeline.PATIENCE)
                        .until(() -> {
                            PublishStatus status = publisher.loop().status();
                            return status.transactions() >= wanted
                                    || status.sequence().equals(pipeline.sequence());
                        });
                kill(statement);
            }
            pipeline.awaitPublished(publisher);
        }

        assertThat(pipeline.production().value("SELECT count(*) FROM item"))
                .isEqualTo(Integer.toString(2 * transactions));
        assertThat(pipeline.production().value("SELECT count(*) - count(DISTINCT id) FROM applied"))
                .isEqualTo("0");
    }

    private static String keyDropped(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> "ALTER TABLE item DROP CONSTRAINT item_pkey";
            case MYSQL -> "ALTER TABLE item DROP PRIMARY KEY";
        };
    }

    /// Now and then, ends the session that moves the checkpoint.
    private static String sessionKilled(ServerKind kind) {
        return switch (kind) {
            case POSTGRES ->
                    """
                    CREATE FUNCTION kill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF new.sequence > old.sequence AND random() < 0.2 THEN
                            PERFORM pg_terminate_backend(pg_backend_pid());
                        END IF;
                        RETURN new; END $$;
                    CREATE TRIGGER kill BEFORE UPDATE ON stageline.checkpoint FOR EACH ROW EXECUTE FUNCTION kill()
                    """;
            case MYSQL ->
                    """
                    CREATE TRIGGER stageline.kill_session BEFORE UPDATE ON stageline.checkpoint FOR EACH ROW BEGIN
                        IF new.sequence > old.sequence AND rand() < 0.2 THEN
                            KILL CONNECTION_ID();
                        END IF;
                    END
                    """;
        };
    }

    /// Kills the session between the rows and the checkpoint, where a row without its checkpoint would come twice.
    @Test
    void neverCommitsRowsWithoutTheirCheckpoint() {
        pipeline.production().execute(keyDropped(kind));
        try (RunningPublisher publisher = pipeline.start(TestPipeline.config(5, 20000));
                var retries = new RetryLog()) {
            pipeline.append(List.of(items.insert(1)));
            pipeline.writer().flush();
            pipeline.awaitPublished(publisher);
            pipeline.production().execute(sessionKilled(kind));
            for (int i = 2; i <= 200; i++) {
                pipeline.append(List.of(items.insert(i)));
            }
            pipeline.writer().flush();

            pipeline.awaitPublished(publisher);
            assertThat(retries.reasons()).isNotEmpty();
        }

        assertThat(
                        pipeline.production()
                                .value(
                                        "SELECT concat(count(*), ' ', count(DISTINCT id)) FROM item"))
                .isEqualTo("200 200");
    }

    @Test
    void fencesTheOlderPublisher() {
        pipeline.append(List.of(items.insert(1)));
        pipeline.writer().flush();
        try (RunningPublisher older = pipeline.start()) {
            pipeline.awaitPublished(older);
            try (RunningPublisher newer = pipeline.start()) {
                assertThat(older.awaitEnd()).isInstanceOf(PublishEnd.Fenced.class);
                pipeline.append(List.of(items.insert(2)));
                pipeline.writer().flush();
                pipeline.awaitPublished(newer);
                assertThat(newer.ended()).isFalse();
            }
        }
        assertThat(pipeline.production().value("SELECT epoch FROM stageline.checkpoint"))
                .isEqualTo("2");
    }

    @Test
    void doesNotMoveTheCheckpointOfANewerReign() throws SQLException {
        Reign first = claim("older");
        Reign second = claim("newer");
        try (Connection connection = pipeline.production().open("either")) {
            Checkpoint start = second.checkpoint(connection).orElseThrow();
            var next =
                    new Checkpoint(
                            start.sequence().next(),
                            start.position(),
                            start.captureEpoch(),
                            1,
                            start.epoch(),
                            start.sourceCommittedAt());

            assertThat(first.advance(connection, start, next)).isFalse();
            assertThat(second.advance(connection, start, next)).isTrue();
        }
    }

    private Reign claim(String owner) throws SQLException {
        try (Connection connection = pipeline.production().open(owner)) {
            return Reign.claim(connection, pipeline.name(), 0, owner);
        }
    }

    @Test
    void takesOverFromOneThatHangsWithTheCheckpointLocked() throws SQLException {
        pipeline.append(List.of(items.insert(1)));
        pipeline.writer().flush();
        pipeline.publish();
        Connection hanging = pipeline.production().connect();
        try (Statement statement = hanging.createStatement()) {
            Surroundings.join(hanging, Surroundings.sessionName(pipeline.name(), 0));
            hanging.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (2, 'of the one that hangs')");
            statement.execute("UPDATE stageline.checkpoint SET sequence = 2");
            pipeline.append(List.of(items.insert(2)));
            pipeline.writer().flush();

            pipeline.publish();
        } finally {
            hanging.abort(Runnable::run);
        }

        assertThat(pipeline.production().query("SELECT name FROM item WHERE id = 2"))
                .containsExactly(List.of("name 2"));
    }

    @Test
    void doesNotApplyAHalfTransaction() {
        pipeline.append(List.of(items.insert(1)));
        TransactionHeader half = pipeline.begin();
        pipeline.write(half, 1, items.insert(2));
        pipeline.writer().flush();
        try (RunningPublisher publisher = pipeline.start()) {
            Awaitility.await()
                    .atMost(TestPipeline.PATIENCE)
                    .until(() -> publisher.loop().status().state() == PublishStatus.State.IDLE);
            pipeline.claimAnew();
            pipeline.append(List.of(items.insert(3)));
            pipeline.writer().flush();
            pipeline.awaitPublished(publisher);
        }

        assertThat(pipeline.production().query("SELECT id FROM item ORDER BY 1"))
                .containsExactly(List.of("1"), List.of("3"));
    }

    /// A change is missing in the middle of #2; a capture that starts later writes it once more, whole.
    private void tear() {
        pipeline.append(List.of(items.insert(1)));
        TransactionHeader torn = pipeline.begin();
        pipeline.write(torn, 1, items.insert(2));
        pipeline.write(torn, 3, items.insert(4));
        pipeline.writer().flush();
    }

    @Test
    void readsOverWhatIsTornIfALaterCaptureWroteItOnceMore() {
        tear();
        pipeline.claimAnew();
        pipeline.append(List.of(items.insert(2), items.insert(3), items.insert(4)));
        pipeline.writer().flush();

        try (RunningPublisher publisher = pipeline.start()) {
            pipeline.awaitPublished(publisher);
            pipeline.append(List.of(items.insert(5))); // and goes on
            pipeline.writer().flush();
            pipeline.awaitPublished(publisher);
        }

        assertThat(pipeline.production().query("SELECT id FROM item ORDER BY 1"))
                .containsExactly(
                        List.of("1"), List.of("2"), List.of("3"), List.of("4"), List.of("5"));
    }

    @Test
    void refusesWhatIsTornAndNeverCameAgain() {
        tear();

        try (RunningPublisher publisher = pipeline.start()) {
            assertThat(publisher.awaitEnd())
                    .isInstanceOfSatisfying(
                            PublishEnd.Refused.class,
                            refused -> assertThat(refused.message()).contains("#2 is torn"));
        }
        assertThat(pipeline.production().query("SELECT id FROM item"))
                .containsExactly(List.of("1"));
    }

    /// Notes in table `written` by which statement of which transaction rows came. MySQL has no triggers of statements: there it is noted now and
    /// then. The sums keep it from indexes, by which a trigger finds nothing there once the tables come from the server's cache (9.7.4).
    private void noteStatements() {
        pipeline.production()
                .execute(
                        switch (kind) {
                            case POSTGRES ->
                                    """
                                    CREATE TABLE written (xid xid8, statement serial);
                                    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                                        BEGIN INSERT INTO public.written VALUES (pg_current_xact_id()); RETURN NULL; END $$;
                                    CREATE TRIGGER note AFTER INSERT ON item FOR EACH STATEMENT EXECUTE FUNCTION note()
                                    """;
                            case MYSQL ->
                                    """
                                    CREATE TABLE written (xid bigint, statement bigint);
                                    CREATE TRIGGER note AFTER INSERT ON item FOR EACH ROW BEGIN
                                        IF new.id < 0 OR new.id % 5000 = 0 THEN
                                            INSERT INTO written SELECT t.event_id, s.event_id
                                            FROM performance_schema.events_transactions_current t
                                            JOIN performance_schema.events_statements_current s ON s.thread_id + 0 = t.thread_id + 0
                                            WHERE t.thread_id + 0 = ps_current_thread_id() AND s.nesting_event_type = 'TRANSACTION';
                                        END IF;
                                    END
                                    """;
                        });
    }

    @Test
    void publishesAHugeTransactionInOneProductionTransaction() {
        noteStatements();
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 1; i <= 200_000; i++) {
            events.add(items.insert(i));
        }
        pipeline.append(List.of(items.insert(-1)));
        pipeline.append(events);
        pipeline.append(List.of(items.insert(-2)));
        pipeline.writer().flush();

        PublishStatus status = pipeline.publish();

        assertThat(status.rows()).isEqualTo(200_002);
        assertThat(pipeline.production().value("SELECT count(*) FROM item")).isEqualTo("200002");
        assertThat(pipeline.production().value("SELECT count(DISTINCT xid) FROM written"))
                .isEqualTo("3");
        assertThat(
                        Integer.parseInt(
                                pipeline.production()
                                        .value("SELECT count(DISTINCT statement) FROM written")))
                .isGreaterThan(10);
    }

    @Test
    void refusesAChangeLogOfAnotherLife() {
        pipeline.append(List.of(items.insert(1)));
        pipeline.writer().flush();
        pipeline.publish();
        pipeline.production()
                .execute("UPDATE stageline.checkpoint SET position = 'FF/0', topic_offset = 0");

        try (RunningPublisher publisher = pipeline.start()) {
            assertThat(publisher.awaitEnd())
                    .isInstanceOfSatisfying(
                            PublishEnd.Refused.class,
                            refused -> assertThat(refused.message()).contains("was rewritten"));
        }
    }
}
