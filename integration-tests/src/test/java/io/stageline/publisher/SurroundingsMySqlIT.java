package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.Surroundings;
import io.stageline.testing.Role;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// As [SurroundingsIT], of a MySQL production.
class SurroundingsMySqlIT {
    private static final String SCHEMA =
            """
            CREATE TABLE parent (id int PRIMARY KEY, name varchar(20));
            CREATE TABLE child (id int PRIMARY KEY, parent_id int, FOREIGN KEY (parent_id) REFERENCES parent (id));
            CREATE TABLE ballast (id int AUTO_INCREMENT PRIMARY KEY, n int)
            """;

    private final TestPipeline pipeline = TestPipeline.of(ServerKind.MYSQL, SCHEMA);
    private final Inbox inbox = new Inbox(pipeline);
    private final RetryLog retries = new RetryLog();

    @AfterEach
    void close() {
        set("innodb_lock_wait_timeout = DEFAULT, super_read_only = OFF, read_only = OFF");
        retries.close();
        pipeline.close();
    }

    private RunningPublisher start() {
        return pipeline.start(
                new PublisherConfig(
                        ConflictPolicy.HOLD,
                        List.of(),
                        100,
                        100,
                        Duration.ofSeconds(90),
                        Duration.ofMillis(300),
                        PublisherConfig.ForeignKeyCheck.PRODUCTION,
                        500));
    }

    /// For sessions that begin from now on.
    private static void set(String settings) {
        try (Connection connection = Servers.mysql(Role.PRODUCTION).connect("");
                Statement statement = connection.createStatement()) {
            for (String setting : settings.split(", ", -1)) {
                statement.execute("SET GLOBAL " + setting);
            }
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

    private void assertNothingWasTakenForAConflict() {
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("0");
        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    /// Another session with its locks; closing it takes back what it did.
    private final class Other implements AutoCloseable {
        private final Connection connection;
        private final Statement statement;

        private Other(String... statements) throws SQLException {
            connection = pipeline.production().connect();
            connection.setAutoCommit(false);
            statement = connection.createStatement();
            for (String sql : statements) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }

    @Test
    void aLockThatAnotherSessionHolds() throws SQLException {
        set("innodb_lock_wait_timeout = 1");
        pipeline.change("INSERT INTO parent VALUES (1, 'a'), (2, 'b')");
        try (RunningPublisher publisher = start()) {
            try (Other _ = new Other("INSERT INTO parent VALUES (2, 'other')")) {
                awaitRetries("another session holds a lock", 2);
                assertThat(publisher.loop().status().state()).isEqualTo(State.RETRYING);
                assertThat(pipeline.production().value("SELECT state FROM stageline.lane_state"))
                        .isEqualTo("RETRYING");
            }
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    @Test
    void aLockWhileALargeSourceTransactionIsStreamed() throws SQLException {
        set("innodb_lock_wait_timeout = 1");
        pipeline.change(
                "INSERT INTO parent WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i, 'a' FROM n");
        try (RunningPublisher publisher = start()) {
            try (Other _ = new Other("INSERT INTO parent VALUES (777, 'other')")) {
                awaitRetries("another session holds a lock", 2);
            }
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    /// The publisher holds the parent and waits for the child, the other one the other way round. MySQL chooses the one that has changed fewer rows.
    @Test
    void aDeadlock() throws SQLException {
        pipeline.change("INSERT INTO parent VALUES (1, 'a'), (2, 'b')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            try (var other =
                    new Other(
                            "INSERT INTO ballast (n) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i FROM n",
                            "INSERT INTO child VALUES (3, 1)")) {
                pipeline.change(
                        "UPDATE parent SET name = 'c' WHERE id = 2; INSERT INTO child VALUES (3, 2)");
                awaitWaitingForALock();
                CompletableFuture<Boolean> updated =
                        CompletableFuture.supplyAsync(
                                () -> executed(other, "UPDATE parent SET name = 'o' WHERE id = 2"));
                awaitRetries("it was the victim of a deadlock", 1);
                assertThat(updated.join()).isTrue();
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

    @Test
    void productionThatIsReadOnlyForAWhile() throws SQLException {
        pipeline.change("INSERT INTO parent VALUES (1, 'a')");
        try (RunningPublisher publisher = start()) {
            pipeline.awaitPublished(publisher);
            set("super_read_only = ON");
            pipeline.change("INSERT INTO parent VALUES (2, 'b')");
            awaitRetries("the database is read only", 2);
            assertThat(surroundings().readOnly()).isTrue();
            set("super_read_only = OFF, read_only = OFF");
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    @Test
    void aSessionThatIsEndedInTheMiddleOfABatch() throws SQLException {
        pipeline.change("INSERT INTO parent VALUES (1, 'a'); INSERT INTO child VALUES (2, 1)");
        try (RunningPublisher publisher = start()) {
            try (Other _ = new Other("INSERT INTO child VALUES (2, NULL)")) {
                for (int i = 0; i < 3; i++) {
                    awaitWaitingForALock();
                    endWaitingSession();
                    awaitRetries("the connection broke or could not be made", i + 1);
                }
                assertThat(publisher.loop().status().state()).isEqualTo(State.RETRYING);
            }
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    private void endWaitingSession() {
        String session =
                pipeline.production()
                        .value(
                                "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'");
        pipeline.production().execute("KILL " + session);
    }
}
