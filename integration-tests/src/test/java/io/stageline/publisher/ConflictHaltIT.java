package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.conflict.Conflict;
import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.state.LaneSnapshot;
import io.stageline.publisher.state.ProductionState;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What production contradicts halts the lane there, is named, and leaves production untouched.
@ParameterizedClass
@EnumSource(ServerKind.class)
class ConflictHaltIT {
    private final TestPipeline pipeline;

    ConflictHaltIT(ServerKind kind) {
        pipeline = TestPipeline.of(kind, ProductSchema.of(kind));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    insert_exists         | product  | INSERT INTO product VALUES (50, 1, 'other', 5)     | INSERT INTO product VALUES (50, 1, 'fifty', 5)
                    unique_exists         | product  | INSERT INTO product VALUES (99, 1, 'fifty', 5)     | INSERT INTO product VALUES (50, 1, 'fifty', 5)
                    update_exists         | product  | INSERT INTO product VALUES (99, 1, 'taken', 5)     | UPDATE product SET sku = 'taken' WHERE id = 1
                    update_missing        | product  | DELETE FROM product WHERE id = 1                   | UPDATE product SET price = 7 WHERE id = 1
                    delete_missing        | product  | DELETE FROM product WHERE id = 1                   | UPDATE category SET name = 'x' WHERE id = 2; DELETE FROM product WHERE id = 1
                    update_origin_differs | watched  | UPDATE watched SET note = 'production' WHERE id = 1 | UPDATE watched SET note = 'staging' WHERE id = 1
                    delete_origin_differs | watched  | UPDATE watched SET note = 'production' WHERE id = 1 | DELETE FROM watched WHERE id = 1
                    parent_missing        | product  | DELETE FROM category WHERE id = 2                  | INSERT INTO product VALUES (50, 2, 'fifty', 5)
                    child_exists          | category | INSERT INTO product VALUES (99, 2, 'child', 5)     | DELETE FROM category WHERE id = 2
                    value_rejected        | product  | ALTER TABLE product ADD CHECK (price < 100)        | UPDATE product SET price = 200 WHERE id = 1
                    schema_mismatch       | product  | ALTER TABLE product DROP COLUMN price              | INSERT INTO product VALUES (50, 1, 'fifty', 5)
                    """)
    void namesTheConflictAndLeavesProductionUntouched(
            String type, String table, String inProduction, String inStaging) throws SQLException {
        pipeline.change(
                "INSERT INTO category VALUES (1, 'one'), (2, 'two'); INSERT INTO product VALUES (1, 1, 'first', 1); INSERT INTO watched VALUES (1, 'both')");
        pipeline.publish();
        pipeline.production().execute(inProduction);
        pipeline.change("INSERT INTO category VALUES (3, 'before')");
        Sequence before = pipeline.sequence();
        pipeline.change(
                "INSERT INTO category VALUES (4, 'with the conflict'); " + inStaging,
                "INSERT INTO category VALUES (5, 'after')");

        try (RunningPublisher publisher = pipeline.start()) {
            Conflict conflict = awaitConflict(publisher);

            assertThat(conflict.type().word()).as(conflict.sentence()).isEqualTo(type);
            assertThat(conflict.table().table()).isEqualTo(table);
            assertThat(conflict.transaction().sequence()).isEqualTo(before.next());
            assertThat(publisher.loop().status().sequence()).isEqualTo(before);
            assertThat(
                            pipeline.production()
                                    .query("SELECT id FROM category WHERE id > 2 ORDER BY 1"))
                    .containsExactly(List.of("3"));
            LaneSnapshot snapshot = snapshot();
            assertThat(snapshot.conflicts())
                    .singleElement()
                    .satisfies(open -> assertThat(open.type()).isEqualTo(type));
            assertThat(snapshot.checkpoint().sequence()).isEqualTo(before);
        }
    }

    /// It is tried again and again; who looks sees the halt all the time, after a restart too.
    @Test
    void staysHaltedWhileItIsTried() throws SQLException {
        pipeline.production().execute("INSERT INTO category VALUES (1, 'in the way')");
        pipeline.change("INSERT INTO category VALUES (1, 'one')");

        try (RunningPublisher publisher = pipeline.start()) {
            awaitState(publisher, State.HALTED);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(60))
                    .failFast(() -> publisher.loop().status().state() != State.HALTED)
                    .until(() -> true);
        }
        try (RunningPublisher publisher = pipeline.start()) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .failFast(() ->
                            !Set.of(State.STARTING, State.HALTED)
                                    .contains(publisher.loop().status().state()))
                    .until(() -> publisher.loop().status().conflict().isPresent());
        }
    }

    @Test
    void goesOnWhenProductionIsCured() throws SQLException {
        pipeline.production().execute("INSERT INTO category VALUES (1, 'in the way')");
        pipeline.change(
                "INSERT INTO category VALUES (1, 'one')", "INSERT INTO category VALUES (2, 'two')");

        try (RunningPublisher publisher = pipeline.start()) {
            awaitConflict(publisher);
            awaitState(publisher, State.HALTED);
            pipeline.production().execute("DELETE FROM category");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> publisher.loop().status().sequence().equals(pipeline.sequence()));
            awaitState(publisher, State.IDLE);
        }

        pipeline.assertEqual();
        assertThat(snapshot().conflicts()).isEmpty();
        assertThat(
                        pipeline.production()
                                .value(
                                        "SELECT count(*) FROM stageline.conflict WHERE resolved_at IS NOT NULL"))
                .isEqualTo("1");
    }

    @Test
    void recordsTheSameConflictOnce() {
        pipeline.production().execute("INSERT INTO category VALUES (1, 'in the way')");
        pipeline.change("INSERT INTO category VALUES (1, 'one')");

        try (RunningPublisher publisher = pipeline.start()) {
            awaitConflict(publisher);
        }
        try (RunningPublisher publisher = pipeline.start()) {
            awaitConflict(publisher);
        }

        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("1");
    }

    @Test
    void countsWhatProductionAlreadyHas() {
        pipeline.production().execute("INSERT INTO category VALUES (1, 'one')");
        pipeline.change(
                "INSERT INTO category VALUES (1, 'one'), (2, 'two')",
                "INSERT INTO category VALUES (3, 'three')");

        PublishStatus status = pipeline.publish();

        pipeline.assertEqual();
        assertThat(status.noops()).isEqualTo(1);
    }

    @Test
    void picksUpAColumnThatProductionAlsoGets() {
        pipeline.change("INSERT INTO category VALUES (1, 'one')");
        try (RunningPublisher publisher = pipeline.start()) {
            pipeline.awaitPublished(publisher);
            pipeline.production().execute("ALTER TABLE category ADD colour text");
            pipeline.staging().execute("ALTER TABLE category ADD colour text");
            pipeline.change("INSERT INTO category VALUES (2, 'two', 'red')");
            pipeline.awaitPublished(publisher);
        }

        pipeline.assertEqual();
    }

    private static Conflict awaitConflict(RunningPublisher publisher) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> publisher.loop().status().conflict().isPresent());
        return publisher.loop().status().conflict().orElseThrow();
    }

    private static void awaitState(RunningPublisher publisher, State state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> publisher.loop().status().state() == state);
    }

    private LaneSnapshot snapshot() throws SQLException {
        try (Connection connection = pipeline.production().connect()) {
            return ProductionState.read(connection, pipeline.name(), 0).orElseThrow();
        }
    }
}
