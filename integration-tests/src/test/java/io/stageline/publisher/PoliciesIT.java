package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.testing.ServerKind;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every policy for every type of conflict.
@ParameterizedClass
@EnumSource(ServerKind.class)
class PoliciesIT {
    /// Type, what somebody did in production, what staging does, and whether the change can win without another row giving
    /// way: then both databases are equal in the end.
    private static final String CONFLICTS =
            """
            insert_exists         | INSERT INTO product VALUES (50, 1, 'other', 5)     | INSERT INTO product VALUES (50, 1, 'fifty', 5)  | wins
            unique_exists         | INSERT INTO product VALUES (99, 1, 'fifty', 5)     | INSERT INTO product VALUES (50, 1, 'fifty', 5)  | held
            update_exists         | INSERT INTO product VALUES (99, 1, 'taken', 5)     | UPDATE product SET sku = 'taken' WHERE id = 1   | held
            update_missing        | DELETE FROM product WHERE id = 1                   | UPDATE product SET price = 7 WHERE id = 1       | wins
            delete_missing        | DELETE FROM product WHERE id = 1                   | DELETE FROM product WHERE id = 1                | wins
            update_origin_differs | UPDATE watched SET note = 'production' WHERE id = 1 | UPDATE watched SET note = 'staging' WHERE id = 1 | wins
            delete_origin_differs | UPDATE watched SET note = 'production' WHERE id = 1 | DELETE FROM watched WHERE id = 1               | wins
            parent_missing        | DELETE FROM category WHERE id = 2                  | INSERT INTO product VALUES (50, 2, 'fifty', 5)  | held
            child_exists          | INSERT INTO product VALUES (99, 2, 'child', 5)     | DELETE FROM category WHERE id = 2               | held
            value_rejected        | ALTER TABLE product ADD CHECK (price < 100)        | UPDATE product SET price = 200 WHERE id = 1     | held
            schema_mismatch       | ALTER TABLE product DROP COLUMN price              | INSERT INTO product VALUES (50, 1, 'fifty', 5)  | held
            """;

    private final TestPipeline pipeline;
    private final Inbox inbox;

    PoliciesIT(ServerKind kind) {
        pipeline = TestPipeline.of(kind, ProductSchema.of(kind));
        inbox = new Inbox(pipeline);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private String schema() {
        return pipeline.production().schema();
    }

    /// The conflicting change stands between two others of its source transaction, and before a later one.
    private void publish(String inProduction, String inStaging, PublisherConfig config) {
        pipeline.change(
                "INSERT INTO category VALUES (1, 'one'), (2, 'two'); INSERT INTO product VALUES (1, 1, 'first', 1); INSERT INTO watched VALUES (1, 'both')");
        pipeline.publish(Inbox.holding());
        pipeline.production().execute(inProduction);
        pipeline.change(
                "INSERT INTO category VALUES (4, 'with it'); "
                        + inStaging
                        + "; INSERT INTO category VALUES (5, 'with it, too')",
                "INSERT INTO category VALUES (6, 'after')");
        pipeline.publish(config);
    }

    private List<List<@Nullable String>> categories() {
        return pipeline.production().query("SELECT id FROM category WHERE id > 3 ORDER BY id");
    }

    private static List<List<String>> categories(String... ids) {
        return Stream.of(ids).map(List::of).toList();
    }

    private String conflict() {
        return pipeline.production()
                .value(
                        """
                        SELECT concat_ws(' ', type, resolution, CASE WHEN held THEN 'held' END,
                            CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'resolved' END)
                        FROM stageline.conflict
                        """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CONFLICTS)
    void holdLeavesTheWholeSourceTransactionOut(
            String type, String inProduction, String inStaging) {
        publish(inProduction, inStaging, Inbox.holding());

        assertThat(inbox.held()).containsExactly(2L);
        assertThat(categories()).isEqualTo(categories("6"));
        assertThat(conflict()).isEqualTo(type + " held open");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CONFLICTS)
    void keepLocalLeavesTheConflictingChangeOut(
            String type, String inProduction, String inStaging) {
        publish(inProduction, inStaging, Inbox.holding(type + " " + schema() + ".* keep_local"));

        assertThat(inbox.held()).isEmpty();
        assertThat(categories()).isEqualTo(categories("4", "5", "6"));
        assertThat(conflict()).isEqualTo(type + " keep_local resolved");
        assertThat(
                        pipeline.production()
                                .value(
                                        "SELECT count(*) FROM product WHERE id = 50 AND sku = 'fifty'"))
                .isEqualTo("0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CONFLICTS)
    void applyRemoteWinsWithoutTouchingAnotherRow(
            String type, String inProduction, String inStaging, String fate) {
        PublisherConfig config = TestPipeline.config(ConflictPolicy.APPLY_REMOTE, 5000, 20000);

        publish(inProduction, inStaging, config);

        if (fate.equals("wins")) {
            assertThat(inbox.held()).isEmpty();
            assertThat(conflict()).isEqualTo(type + " apply_remote resolved");
            pipeline.assertEqual();
        } else {
            assertThat(inbox.held()).containsExactly(2L);
            assertThat(categories()).isEqualTo(categories("6"));
            assertThat(conflict()).isEqualTo(type + " held open");
        }
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        publish(
                "DELETE FROM product WHERE id = 1",
                "DELETE FROM product WHERE id = 1",
                TestPipeline.config(
                        ConflictPolicy.HALT,
                        5000,
                        20000,
                        "delete_missing " + schema() + ".categ* halt",
                        "* " + schema() + ".prod* keep_local",
                        "delete_missing *.* halt"));

        assertThat(conflict()).isEqualTo("delete_missing keep_local resolved");
    }

    @Test
    void statusTellsWhatIsHeld() {
        pipeline.production().execute("INSERT INTO category VALUES (1, 'in the way')");
        pipeline.change("INSERT INTO category VALUES (1, 'one')");
        try (RunningPublisher publisher = pipeline.start(Inbox.holding())) {
            pipeline.awaitPublished(publisher);
            Awaitility.await()
                    .atMost(TestPipeline.PATIENCE)
                    .until(() -> publisher.loop().status().state() == PublishStatus.State.IDLE);

            PublishStatus status = publisher.loop().status();
            assertThat(status.holding().orElseThrow().transactions()).isEqualTo(1);
            assertThat(status.reason())
                    .startsWith(
                            "Everything else in the change log is published; 1 source transaction is held since 20")
                    .endsWith("see stageline holds list");
        }
    }
}
