package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.Surroundings;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the surroundings do to a publisher is never taken for a conflict: it is tried again with growing pauses and told,
/// and in the end the lane stops. Each is provoked for real.
class SurroundingsIT {
    private static final String SCHEMA =
            """
            CREATE TABLE parent (id int PRIMARY KEY, name text);
            CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent)
            """;

    private final TestPipeline pipeline = new TestPipeline(SCHEMA);
    private final Inbox inbox = new Inbox(pipeline);
    private final RetryLog retries = new RetryLog();

    @AfterEach
    void close() {
        retries.close();
        pipeline.close();
    }

    private static PublisherConfig patientFor(Duration retryFor) {
        return new PublisherConfig(
                ConflictPolicy.HOLD,
                List.of(),
                100,
                100,
                retryFor,
                Duration.ofMillis(300),
                PublisherConfig.ForeignKeyCheck.PRODUCTION,
                500);
    }

    private RunningPublisher start() {
        return pipeline.start(patientFor(Duration.ofSeconds(90)));
    }

    /// For sessions that begin from now on; from another database, for this one may be read only.
    private void set(String setting) {
        try (Connection connection = Servers.postgres(Role.PRODUCTION).connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "ALTER DATABASE %s %s".formatted(pipeline.production().name(), setting));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitRetries(String reason, int times) {
        Awaitility.await(reason)
                .atMost(TestPipeline.PATIENCE)
                .until(() ->
                        retries.reasons().stream().filter(it -> it.contains(reason)).count()
                                >= times);
    }

    private void awaitWaitingForALock() {
        Awaitility.await("waits for a lock")
                .atMost(TestPipeline.PATIENCE)
                .until(() -> surroundings().waitsFor().isPresent());
    }

    private Surroundings surroundings() throws SQLException {
        try (Connection connection = pipeline.production().connect()) {
            return Surroundings.read(connection, pipeline.name(), 0);
        }
    }

    /// What `stageline status` reads.
    private String told() {
        return pipeline.production()
                .value("SELECT state || ': ' || reason FROM stageline.lane_state");
    }

    private void assertNothingWasTakenForAConflict() {
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("0");
        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    private void assertPausesGrew() {
        assertThat(retries.pauses()).startsWith(200L, 400L, 800L);
    }

    /// Another session with its locks.
    private final class Other implements AutoCloseable {
        private final Connection connection;
        private final Statement statement;

        private Other(String... statements) throws SQLException {
            connection = pipeline.production().connect();
            statement = connection.createStatement();
            statement.execute("SET lock_timeout = 0; SET statement_timeout = 0");
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws SQLException {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            connection.close();
        }
    }

    @Test
    void aLockThatAnotherSessionHolds() throws SQLException {
        set("SET lock_timeout = '300ms'");
        pipeline.change("INSERT INTO parent VALUES (1, 'a')");
        try (Other _ = new Other("LOCK TABLE parent")) {
            try (RunningPublisher publisher = start()) {
                awaitRetries("another session holds a lock", 3);
                assertThat(publisher.loop().status().state()).isEqualTo(State.RETRYING);
                assertThat(told()).startsWith("RETRYING: Production ").contains("SQLState 55P03");
                assertPausesGrew();
            }
        }

        pipeline.publish(patientFor(Duration.ofSeconds(90)));
        assertNothingWasTakenForAConflict();
    }

    @Test
    void aLockWhileALargeSourceTransactionIsStreamed() throws SQLException {
        set("SET lock_timeout = '300ms'");
        pipeline.change("INSERT INTO parent SELECT k, 'a' FROM generate_series(1, 1000) k");
        try (RunningPublisher publisher = lockedOut("INSERT INTO parent VALUES (777, 'other')")) {
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    /// A publisher that met a lock and met it again, and that is free to go on now.
    private RunningPublisher lockedOut(String lock) throws SQLException {
        try (Other _ = new Other(lock)) {
            RunningPublisher publisher = start();
            awaitRetries("another session holds a lock", 2);
            return publisher;
        }
    }

    @Test
    void aLockWhileWhatIsHeldIsReleased() throws SQLException {
        set("SET lock_timeout = '300ms'");
        pipeline.production().execute("INSERT INTO parent VALUES (1, 'of production')");
        pipeline.change("INSERT INTO parent VALUES (1, 'a')", "INSERT INTO child VALUES (2, 1)");
        pipeline.publish(patientFor(Duration.ofSeconds(90)));
        assertThat(inbox.held()).containsExactly(1L, 2L);
        pipeline.production().execute("DELETE FROM parent");
        long command = inbox.ask(1, new Action.Release(Optional.empty()));

        try (RunningPublisher publisher = lockedOut("LOCK TABLE parent")) {
            Inbox.assertDone(inbox.await(command, publisher));
        }

        inbox.assertEmpty();
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("1");
        pipeline.assertEqual();
    }

    @Test
    void aStatementThatTakesTooLong() throws SQLException {
        set("SET statement_timeout = '1s'");
        pipeline.change("INSERT INTO parent VALUES (1, 'a')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            try (Other _ = new Other("LOCK TABLE parent")) {
                pipeline.change("INSERT INTO parent VALUES (2, 'b')");
                awaitRetries("a statement was cancelled", 2);
                assertThat(told()).contains("SQLState 57014");
            }
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    /// The publisher holds the parent and waits for the child, the other one the other way round; the publisher's check is
    /// the one that comes.
    @Test
    void aDeadlock() throws SQLException {
        set("SET deadlock_timeout = '2s'");
        pipeline.change("INSERT INTO parent VALUES (1, 'a')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            try (var other = new Other("SET deadlock_timeout = '1h'", "LOCK TABLE child")) {
                pipeline.change(
                        "INSERT INTO parent VALUES (2, 'b'); INSERT INTO child VALUES (3, 2)");
                awaitWaitingForALock();
                CompletableFuture<Boolean> locked =
                        CompletableFuture.supplyAsync(() -> executed(other, "LOCK TABLE parent"));
                awaitRetries("it was the victim of a deadlock", 1);
                assertThat(locked.join()).isTrue();
            }
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    private static boolean executed(Other other, String sql) {
        try {
            other.statement.execute(sql);
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A row that moves to another partition (and back) while it is waited for: 40001 also where transactions read what is
    /// committed.
    @Test
    void aSerializationFailure() throws SQLException {
        pipeline.staging()
                .execute(
                        "CREATE TABLE part (id int, region int, name text, PRIMARY KEY (id, region))");
        pipeline.production()
                .execute(
                        """
                        CREATE TABLE part (id int, region int, name text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
                        CREATE TABLE stageline_part_1 PARTITION OF part FOR VALUES IN (1);
                        CREATE TABLE stageline_part_2 PARTITION OF part FOR VALUES IN (2)
                        """);
        pipeline.change("INSERT INTO part VALUES (1, 1, 'a')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            try (var other =
                    new Other("UPDATE part SET region = 2", "UPDATE part SET region = 1")) {
                pipeline.change("UPDATE part SET name = 'b'");
                awaitWaitingForALock();
                other.connection.commit();
            }
            awaitRetries("a concurrent transaction was first", 1);
            pipeline.awaitPublished(publisher);
        }
        assertThat(pipeline.production().query("SELECT * FROM part"))
                .isEqualTo(pipeline.staging().query("SELECT * FROM part"));
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("0");
        inbox.assertEmpty();
    }

    @Test
    void productionThatIsReadOnlyForAWhile() throws SQLException {
        pipeline.change("INSERT INTO parent VALUES (1, 'a')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            set("SET default_transaction_read_only = on");
            endSessions();
            pipeline.change("INSERT INTO parent VALUES (2, 'b')");
            awaitRetries("the database is read only", 2);
            assertThat(publisher.loop().status().state()).isEqualTo(State.RETRYING);
            assertThat(publisher.loop().status().reason()).contains("SQLState 25006");
            assertThat(surroundings().readOnly()).isTrue();
            set("RESET default_transaction_read_only");
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    private void endSessions() {
        pipeline.production()
                .query(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '%s'"
                                .formatted(Surroundings.sessionName(pipeline.name(), 0)));
    }

    @Test
    void aSessionThatIsEndedInTheMiddleOfABatch() throws SQLException {
        pipeline.change("INSERT INTO parent VALUES (1, 'a'); INSERT INTO child VALUES (2, 1)");
        try (Other _ = new Other("LOCK TABLE child")) {
            try (RunningPublisher publisher = start()) {
                for (int i = 0; i < 3; i++) {
                    awaitWaitingForALock();
                    endSessions();
                    awaitRetries("the server is stopping", i + 1);
                }
                assertPausesGrew();
                assertThat(publisher.loop().status().state()).isEqualTo(State.RETRYING);
            }
        }

        pipeline.publish(patientFor(Duration.ofSeconds(90)));
        assertNothingWasTakenForAConflict();
    }

    @Test
    void whatLastsTooLongStopsTheLaneWithAClearEnd() throws SQLException {
        set("SET lock_timeout = '300ms'");
        pipeline.change("INSERT INTO parent VALUES (1, 'a')");
        try (Other _ = new Other("LOCK TABLE parent");
                RunningPublisher publisher = pipeline.start(patientFor(Duration.ofSeconds(1)))) {
            assertThat(publisher.awaitEnd())
                    .isInstanceOfSatisfying(
                            PublishEnd.Failed.class,
                            failed ->
                                    assertThat(failed.message())
                                            .contains("another session holds a lock")
                                            .contains("gave up after ")
                                            .contains("publisher.retry-for"));
            assertThat(told()).startsWith("FAILED: Production ").contains("gave up after ");
        }

        pipeline.publish(patientFor(Duration.ofSeconds(90)));
        assertNothingWasTakenForAConflict();
    }
}
