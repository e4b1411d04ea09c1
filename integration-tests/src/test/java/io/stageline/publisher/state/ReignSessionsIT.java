package io.stageline.publisher.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.publisher.Checkpoint;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// One reign after the other, each with real sessions.
@ParameterizedClass
@EnumSource(ServerKind.class)
class ReignSessionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant COMMITTED = Instant.parse("2026-03-29T01:30:00.123456Z");

    private final ServerKind kind;
    private RealDatabase production;

    ReignSessionsIT(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void create() {
        production = kind.createProduction();
    }

    @AfterEach
    void drop() {
        production.close();
    }

    /// A session that the server knows as one of the lane's publishers.
    private Connection joined() throws SQLException {
        Connection connection = production.open("a publisher");
        Surroundings.join(connection, Surroundings.sessionName("shop", 0));
        return connection;
    }

    /// A session that the server takes for something else: nobody ends it.
    private Connection unseen(String name) throws SQLException {
        return production.open(name);
    }

    private static Reign claim(Connection connection) throws SQLException {
        return Reign.claim(connection, "shop", 0, "a test");
    }

    private static Checkpoint next(Checkpoint from) {
        return new Checkpoint(
                from.sequence().next(),
                Optional.of(SourcePosition.parse("0/2A")),
                new Epoch(3),
                17,
                from.epoch(),
                Optional.of(COMMITTED));
    }

    @Test
    void theCheckpointMovesAndIsReadBackToTheLastDigit() throws SQLException {
        try (Connection connection = joined()) {
            Reign reign = claim(connection);
            Checkpoint start = reign.checkpoint(connection).orElseThrow();
            Checkpoint moved = next(start);

            assertThat(start.sequence()).isEqualTo(Sequence.NONE);
            assertThat(reign.advance(connection, start, moved)).isTrue();
            assertThat(reign.checkpoint(connection)).contains(moved);
            LaneSnapshot told = ProductionState.read(connection, "shop", 0).orElseThrow();
            assertThat(told.checkpoint()).isEqualTo(moved);
            assertThat(Duration.between(told.appliedAt().orElseThrow(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(5));
        }
    }

    @Test
    void doesNotMoveTheCheckpointOfANewerReign() throws SQLException {
        try (Connection older = unseen("older")) {
            Reign first = claim(older);
            release(older);
            Checkpoint start = first.checkpoint(older).orElseThrow();
            try (Connection newer = unseen("newer")) {
                Reign second = claim(newer);

                assertThat(first.advance(older, start, next(start))).isFalse();
                assertThat(first.checkpoint(older)).isEmpty();
                assertThat(first.resume(older)).isEmpty();
                assertThat(first.say(older, "IDLE", "nothing to do")).isFalse();
                assertThat(second.advance(newer, start, next(start))).isTrue();
            }
        }
    }

    /// MySQL tells the sessions of a lane by a lock; without it a session is one that nobody sees.
    private void release(Connection connection) throws SQLException {
        if (kind == ServerKind.MYSQL) {
            execute(connection, "DO RELEASE_ALL_LOCKS()");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void neverMovesTheCheckpointTwiceFromTheSamePlace() throws SQLException {
        try (Connection connection = joined()) {
            Reign reign = claim(connection);
            Checkpoint start = reign.checkpoint(connection).orElseThrow();

            assertThat(reign.advance(connection, start, next(start))).isTrue();
            assertThat(reign.advance(connection, start, next(start))).isFalse();
        }
    }

    @Test
    void aClaimEndsTheSessionThatHangsWithTheCheckpointLocked() throws SQLException {
        try (Connection hanging = joined()) {
            Reign first = claim(hanging);
            Checkpoint start = first.checkpoint(hanging).orElseThrow();
            hanging.setAutoCommit(false);
            assertThat(first.advance(hanging, start, next(start))).isTrue();

            try (Connection newer = joined()) {
                Reign second = claim(newer);

                assertThat(second.epoch().value()).isEqualTo(2);
                assertThat(second.checkpoint(newer).orElseThrow().sequence())
                        .isEqualTo(Sequence.NONE);
                assertThat(hanging.isValid(1)).isFalse();
            }
        }
    }

    @Test
    void whoResumesEndsWhatItsEarlierSessionLeftBehind() throws SQLException {
        try (Connection earlier = joined()) {
            Reign reign = claim(earlier);
            Checkpoint start = reign.checkpoint(earlier).orElseThrow();
            earlier.setAutoCommit(false);
            reign.advance(earlier, start, next(start));

            try (Connection later = joined()) {
                assertThat(reign.resume(later).orElseThrow().sequence()).isEqualTo(Sequence.NONE);
            }
            assertThat(earlier.isValid(1)).isFalse();
        }
    }

    @Test
    void theCheckpointIsReadAfterACommitThatIsOnItsWay() throws SQLException {
        try (Connection earlier = unseen("earlier");
                Connection later = unseen("later")) {
            Reign reign = claim(earlier);
            Checkpoint start = reign.checkpoint(earlier).orElseThrow();
            earlier.setAutoCommit(false);
            reign.advance(earlier, start, next(start));
            CompletableFuture<Checkpoint> read =
                    CompletableFuture.supplyAsync(() -> checkpoint(reign, later));
            Awaitility.await("waits").atMost(PATIENCE).until(() -> waits() || read.isDone());

            earlier.commit();

            assertThat(read.join()).isEqualTo(next(start));
        }
    }

    private static Checkpoint checkpoint(Reign reign, Connection connection) {
        try {
            return reign.checkpoint(connection).orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether anything waits for a row.
    private boolean waits() {
        return !production
                .value(
                        switch (kind) {
                            case POSTGRES -> "SELECT count(*) FROM pg_locks WHERE NOT granted";
                            case MYSQL -> "SELECT count(*) FROM performance_schema.data_lock_waits";
                        })
                .equals("0");
    }

    @Test
    void whatIsSaidKeepsItsBeginningWhileItStaysTheSame() throws SQLException {
        try (Connection connection = joined()) {
            Reign reign = claim(connection);
            assertThat(reign.say(connection, "IDLE", "nothing to do")).isTrue();
            LaneSnapshot.Activity first = activity(connection);

            assertThat(reign.say(connection, "IDLE", "nothing to do")).isTrue();
            assertThat(activity(connection).since()).isEqualTo(first.since());
            assertThat(activity(connection).heartbeatAt()).isAfterOrEqualTo(first.heartbeatAt());

            reign.sayAtOnce(connection, "PUBLISHING", "nothing to do");
            assertThat(activity(connection).since()).isAfter(first.since());
            assertThat(activity(connection).state()).isEqualTo("PUBLISHING");
        }
    }

    private static LaneSnapshot.Activity activity(Connection connection) throws SQLException {
        return ProductionState.read(connection, "shop", 0).orElseThrow().activity().orElseThrow();
    }

    @Test
    void aSessionIsSeenAndWhoItWaitsFor() throws SQLException {
        String item = production.schema() + ".item";
        String insert = "INSERT INTO %s VALUES (1)".formatted(item);
        production.execute("CREATE TABLE %s (id int PRIMARY KEY)".formatted(item));
        try (Connection reader = unseen("an operator")) {
            assertThat(Surroundings.read(reader, "shop", 0).session()).isFalse();
            try (Connection mine = joined();
                    Connection other = unseen("somebody")) {
                other.setAutoCommit(false);
                execute(other, insert);
                assertThat(Surroundings.read(reader, "shop", 0))
                        .isEqualTo(new Surroundings(false, true, Optional.empty()));
                CompletableFuture<Void> waiting =
                        CompletableFuture.runAsync(() -> insert(mine, insert));

                Awaitility.await("waits")
                        .atMost(PATIENCE)
                        .until(() -> Surroundings.read(reader, "shop", 0).waitsFor().isPresent());

                assertThat(Surroundings.read(reader, "shop", 0).waitsFor())
                        .hasValueSatisfying(who -> assertThat(who).contains("somebody"));
                other.rollback();
                waiting.join();
            }
        }
    }

    private static void insert(Connection connection, String sql) {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
