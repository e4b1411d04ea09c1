package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.TransactionHeader;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A large source transaction is written while capture still writes it to the change log, and counts only when its END is there.
@ParameterizedClass
@EnumSource(ServerKind.class)
class LargeAheadIT {
    private static final String POSTGRES_LOCK_TIMEOUT = "55P03";
    private static final int MYSQL_LOCK_TIMEOUT = 1205;
    private static final int ROWS = 500;
    private static final String COUNT = "SELECT count(*) FROM item";

    private final ServerKind kind;
    private final TestPipeline pipeline;
    private final Items items;

    LargeAheadIT(ServerKind kind) {
        this.kind = kind;
        this.pipeline = TestPipeline.of(kind, Items.SCHEMA);
        this.items = Items.of(pipeline);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void isCommittedAtItsEnd() {
        TransactionHeader header = begin();
        try (RunningPublisher publisher = start()) {
            awaitLocked(true);
            assertThat(pipeline.production().value(COUNT)).isEqualTo("0");

            end(header);
            pipeline.awaitPublished(publisher);
        }
        assertThat(pipeline.production().value(COUNT)).isEqualTo("500");
    }

    @Test
    void keepsNoLocksWhileItsEndDoesNotCome() {
        TransactionHeader header = begin();
        try (RunningPublisher publisher = start()) {
            awaitLocked(true);
            awaitLocked(false);
            assertThat(pipeline.production().value(COUNT)).isEqualTo("0");

            end(header);
            pipeline.awaitPublished(publisher);
            pipeline.append(List.of(items.insert(-1))); // and goes on
            pipeline.writer().flush();
            pipeline.awaitPublished(publisher);
        }
        assertThat(pipeline.production().value(COUNT)).isEqualTo("501");
    }

    @Test
    void leavesNothingWhenAnotherCaptureWritesItAnew() {
        begin();
        try (RunningPublisher publisher = start()) {
            awaitLocked(true);

            pipeline.claimAnew();
            pipeline.append(IntStream.range(2_000, 2_700).mapToObj(items::insert).toList());
            pipeline.writer().flush();
            pipeline.awaitPublished(publisher);
        }
        assertThat(pipeline.production().query("SELECT min(id), max(id), count(*) FROM item"))
                .containsExactly(List.of("2000", "2699", "700"));
    }

    @Test
    void leavesNothingWhenItIsTorn() {
        TransactionHeader header = begin();
        try (RunningPublisher publisher = start()) {
            awaitLocked(true);

            pipeline.write(header, ROWS + 2, items.insert(ROWS + 2));
            pipeline.writer().flush();

            assertThat(publisher.awaitEnd())
                    .isInstanceOfSatisfying(
                            PublishEnd.Refused.class,
                            refused -> assertThat(refused.message()).contains("#1 is torn"));
        }
        assertThat(pipeline.production().value(COUNT)).isEqualTo("0");
    }

    @Test
    void isHeldWholeWhenAConflictShowsBeforeItsEnd() {
        pipeline.production().execute("INSERT INTO item VALUES (3, 'of production')");
        TransactionHeader header = begin();
        try (RunningPublisher publisher =
                pipeline.start(
                        TestPipeline.config(PublisherConfig.ConflictPolicy.HOLD, 100, 200))) {
            Awaitility.await("it is read")
                    .atMost(TestPipeline.PATIENCE)
                    .until(() -> publisher.loop().status().reason().contains("large"));

            end(header);
            pipeline.awaitPublished(publisher);
        }
        assertThat(pipeline.production().query("SELECT id, name FROM item"))
                .containsExactly(List.of("3", "of production"));
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.held_change"))
                .isEqualTo("500");
    }

    private RunningPublisher start() {
        return pipeline.start(TestPipeline.config(100, 200));
    }

    /// All but its END.
    private TransactionHeader begin() {
        TransactionHeader header = pipeline.begin();
        for (int i = 1; i <= ROWS; i++) {
            pipeline.write(header, i, items.insert(i));
        }
        pipeline.writer().flush();
        return header;
    }

    private void end(TransactionHeader header) {
        pipeline.end(header, Map.of(items.table(), (long) ROWS));
        pipeline.writer().flush();
    }

    /// Until somebody else could insert the first of its rows, or could not.
    private void awaitLocked(boolean expected) {
        Awaitility.await(expected ? "rows are written" : "rows are free")
                .atMost(TestPipeline.PATIENCE)
                .until(() -> isLocked() == expected);
    }

    private boolean isLocked() throws SQLException {
        try (Connection connection = pipeline.production().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    switch (kind) {
                        case POSTGRES -> "SET lock_timeout = '200ms'";
                        case MYSQL -> "SET innodb_lock_wait_timeout = 1";
                    });
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'of somebody else')");
            connection.rollback();
            return false;
        } catch (SQLException e) {
            if (POSTGRES_LOCK_TIMEOUT.equals(e.getSQLState())
                    || e.getErrorCode() == MYSQL_LOCK_TIMEOUT) {
                return true;
            }
            throw e;
        }
    }
}
