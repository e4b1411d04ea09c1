package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.CommandOutcome;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import io.stageline.testing.ServerKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is held comes out again as operators decide: in order, checked against production as it is then.
@ParameterizedClass
@EnumSource(ServerKind.class)
class ReleaseIT {
    private static final String SCHEMA =
            """
            CREATE TABLE item (id int PRIMARY KEY, sku varchar(40) UNIQUE, price int);
            CREATE TABLE watched (id int PRIMARY KEY, note varchar(40), price int);
            """;

    private final ServerKind kind;
    private final TestPipeline pipeline;
    private final Inbox inbox;

    ReleaseIT(ServerKind kind) {
        this.kind = kind;
        this.pipeline =
                TestPipeline.of(
                        kind,
                        switch (kind) {
                            case POSTGRES -> SCHEMA + "ALTER TABLE watched REPLICA IDENTITY FULL";
                            case MYSQL -> SCHEMA;
                        });
        this.inbox = new Inbox(pipeline);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /// Source transaction 1 is held: production has another item 7. The others depend on it, one by one.
    private void givenAHeldChain() {
        pipeline.production().execute("INSERT INTO item VALUES (7, 'of production', 1)");
        pipeline.change(
                "INSERT INTO item VALUES (7, 'seven', 1)",
                "UPDATE item SET sku = 'seven b' WHERE id = 7",
                "INSERT INTO item VALUES (8, 'seven', 1)",
                "UPDATE item SET price = 2 WHERE id = 8",
                "INSERT INTO item VALUES (9, 'nine', 1)");
        pipeline.publish(Inbox.holding());
        assertThat(inbox.held()).containsExactly(1L, 2L, 3L, 4L);
    }

    private String message(CommandOutcome outcome, Class<? extends CommandOutcome> expected) {
        assertThat(outcome).isInstanceOf(expected);
        return outcome.message();
    }

    private List<String> resolutions() {
        return pipeline
                .production()
                .query("SELECT resolution FROM stageline.conflict ORDER BY id")
                .stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
    }

    @Test
    void whatStillConflictsStaysHeldAndTheRestBehindIt() {
        givenAHeldChain();

        assertThat(message(inbox.release(1), CommandOutcome.Refused.class)).contains("item");

        assertThat(inbox.held()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("1");
    }

    @Test
    void afterACureReleaseBringsAllInOrder() {
        givenAHeldChain();
        pipeline.production().execute("DELETE FROM item WHERE id = 7");

        assertThat(message(inbox.release(1), CommandOutcome.Done.class))
                .startsWith("Released #1; ");

        inbox.assertEmpty();
        pipeline.assertEqual();
        assertThat(resolutions()).containsExactly("released");
    }

    @Test
    void whatDependsOnAnEarlierOneIsNotReleasedBeforeIt() {
        givenAHeldChain();

        assertThat(message(inbox.release(3), CommandOutcome.Refused.class))
                .contains("#3 depends on #1");
        assertThat(message(inbox.release(77), CommandOutcome.Refused.class))
                .contains("#77 is not held");

        assertThat(inbox.held()).containsExactly(1L, 2L, 3L, 4L);
    }

    /// MySQL's images are whole: #2 is in conflict itself with production's own item 7.
    private void releaseTheSecondWhereItsImageIsWhole() {
        switch (kind) {
            case POSTGRES -> {}
            case MYSQL -> {
                assertThat(inbox.held()).containsExactly(2L, 3L, 4L);
                Inbox.assertDone(inbox.release(2, new Resolution.ApplyRemote()));
            }
        }
    }

    /// Nothing is left of #1; #2 then changes production's own item 7, which frees nothing that #3 needs.
    @Test
    void discardLeavesItOutAndTheOthersFollow() {
        givenAHeldChain();

        Inbox.assertDone(inbox.discard(1));

        releaseTheSecondWhereItsImageIsWhole();
        inbox.assertEmpty();
        assertThat(pipeline.production().query("SELECT id, sku, price FROM item ORDER BY id"))
                .containsExactly(
                        List.of("7", "seven b", "1"),
                        List.of("8", "seven", "2"),
                        List.of("9", "nine", "1"));
        assertThat(resolutions()).startsWith("discarded");
    }

    @Test
    void whatFollowsMayBeInConflictItselfAndIsHeldThenWithItsOwn() {
        givenAHeldChain();
        pipeline.production()
                .execute(
                        "DELETE FROM item WHERE id = 7; INSERT INTO item VALUES (8, 'of production', 1)");

        Inbox.assertDone(inbox.release(1));

        assertThat(inbox.held()).containsExactly(3L, 4L);
        assertThat(
                        pipeline.production()
                                .query(
                                        "SELECT sequence, cause, depends_on FROM stageline.held_transaction ORDER BY 1"))
                .containsExactly(
                        Arrays.asList("3", "conflict", null), List.of("4", "dependency", "3"));
        Inbox.assertDone(inbox.release(3, new Resolution.ApplyRemote()));
        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    @Test
    void keepLocalLeavesTheConflictingChangeOut() {
        givenAHeldChain();

        Inbox.assertDone(inbox.release(1, new Resolution.KeepLocal()));

        releaseTheSecondWhereItsImageIsWhole();
        inbox.assertEmpty();
        assertThat(resolutions()).startsWith("keep_local");
    }

    @Test
    void applyRemoteThatCannotWinIsRefused() {
        pipeline.production().execute("INSERT INTO item VALUES (99, 'taken', 1)");
        pipeline.change("INSERT INTO item VALUES (1, 'taken', 1)");
        pipeline.publish(Inbox.holding());

        assertThat(inbox.release(1, new Resolution.ApplyRemote()))
                .isInstanceOf(CommandOutcome.Refused.class);

        assertThat(inbox.held()).containsExactly(1L);
        assertThat(pipeline.production().value("SELECT sku FROM item WHERE id = 99"))
                .isEqualTo("taken");
    }

    @Test
    void anEditedValueStandsInForTheOneInConflict() {
        pipeline.production().execute("INSERT INTO item VALUES (99, 'taken', 1)");
        pipeline.change("INSERT INTO item VALUES (1, 'taken', 1), (2, 'free', 2)");
        pipeline.publish(Inbox.holding());

        assertThat(inbox.release(1, new Resolution.Edit(Map.of("no_such_column", "x"))))
                .isInstanceOf(CommandOutcome.Refused.class);
        Inbox.assertDone(inbox.release(1, new Resolution.Edit(Map.of("sku", "edited"))));

        inbox.assertEmpty();
        assertThat(pipeline.production().query("SELECT id, sku FROM item ORDER BY 1"))
                .containsExactly(
                        List.of("1", "edited"), List.of("2", "free"), List.of("99", "taken"));
        assertThat(resolutions()).containsExactly("edited");
    }

    @Test
    void anEditedRowWinsOverTheOneSomebodyChanged() {
        pipeline.change("INSERT INTO watched VALUES (1, 'both', 1)");
        pipeline.publish(Inbox.holding());
        pipeline.production().execute("UPDATE watched SET note = 'production'");
        pipeline.change("UPDATE watched SET price = 2");
        pipeline.publish(Inbox.holding());

        Inbox.assertDone(inbox.release(2, new Resolution.Edit(Map.of("note", "merged"))));

        inbox.assertEmpty();
        assertThat(pipeline.production().query("SELECT note, price FROM watched"))
                .containsExactly(List.of("merged", "2"));
    }

    @Test
    void theHeldSetSurvivesATakeover() {
        pipeline.production().execute("INSERT INTO item VALUES (7, 'of production', 1)");
        pipeline.change("INSERT INTO item VALUES (7, 'seven', 1)");
        try (RunningPublisher older = pipeline.start(Inbox.holding())) {
            pipeline.awaitPublished(older);
            try (RunningPublisher newer = pipeline.start(Inbox.holding())) {
                assertThat(older.awaitEnd()).isInstanceOf(PublishEnd.Fenced.class);
                pipeline.change(
                        "UPDATE item SET price = 2 WHERE id = 7",
                        "INSERT INTO item VALUES (9, 'nine', 1)");
                pipeline.awaitPublished(newer);
                assertThat(inbox.held()).containsExactly(1L, 2L);
                assertThat(newer.loop().status().holding().orElseThrow().transactions())
                        .isEqualTo(2);

                long id =
                        inbox.ask(1, new Action.Release(Optional.of(new Resolution.ApplyRemote())));
                Inbox.assertDone(inbox.await(id, newer));
            }
        }
        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    /// A crash between the release of one and those that follow.
    @Test
    void whatWasStillToFollowFollowsAfterARestart() {
        givenAHeldChain();
        pipeline.production()
                .execute(
                        """
                        DELETE FROM item WHERE id = 7;
                        INSERT INTO item SELECT 7, 'seven', 1;
                        DELETE FROM stageline.held_change WHERE sequence = 1;
                        DELETE FROM stageline.held_footprint WHERE sequence = 1;
                        DELETE FROM stageline.held_transaction WHERE sequence = 1;
                        UPDATE stageline.conflict SET resolved_at = now()
                        """);

        pipeline.change("UPDATE item SET price = 3 WHERE id = 8");
        pipeline.publish(Inbox.holding());

        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    private static String items(int first, int last, IntUnaryOperator price) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(id -> "(%d, 'sku %d', %d)".formatted(id, id, price.applyAsInt(id)))
                .collect(Collectors.joining(", ", "INSERT INTO item VALUES ", ""));
    }

    @Test
    void largeSourceTransactionsAreHeldAndReleased() {
        PublisherConfig small = TestPipeline.config(ConflictPolicy.HOLD, 100, 100);
        pipeline.production().execute("INSERT INTO item VALUES (777, 'of production', 1)");
        pipeline.change(
                items(1, 1000, _ -> 1),
                items(2001, 3000, _ -> 1),
                "UPDATE item SET price = 2 WHERE id > 900",
                "INSERT INTO item VALUES (5000, 'free', 1)",
                "UPDATE item SET price = 3 WHERE id = 2001");

        pipeline.publish(small);

        assertThat(inbox.held()).containsExactly(1L, 3L, 5L);
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.held_change"))
                .isEqualTo("2101");
        Inbox.assertDone(inbox.release(1, new Resolution.ApplyRemote()));
        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    /// PostgreSQL refuses at the end; MySQL knows no constraint that waits.
    @Test
    void aLargeSourceTransactionThatADeferredConstraintRefusesIsHeldAndReleased() {
        PublisherConfig small = TestPipeline.config(ConflictPolicy.HOLD, 100, 100);
        pipeline.change("INSERT INTO item VALUES (1, 'a', 1)");
        pipeline.publish(small);
        pipeline.production()
                .execute(
                        """
                        CREATE TABLE known (price int PRIMARY KEY);
                        INSERT INTO known VALUES (1);
                        ALTER TABLE item ADD CONSTRAINT known_price FOREIGN KEY (price) REFERENCES known (price)
                        """
                                + switch (kind) {
                                    case POSTGRES -> " DEFERRABLE INITIALLY DEFERRED";
                                    case MYSQL -> "";
                                });
        pipeline.change(
                items(100, 1000, id -> id == 500 ? 7 : 1),
                "INSERT INTO item VALUES (5000, 'free', 1)");

        pipeline.publish(small);

        assertThat(inbox.held()).containsExactly(2L);
        assertThat(
                        pipeline.production()
                                .query(
                                        "SELECT type, constraint_name, row_key, ordinal FROM stageline.conflict"))
                .containsExactly(
                        List.of("parent_missing", "known_price", "{\"id\": \"500\"}", "401"));
        pipeline.production().execute("INSERT INTO known VALUES (7)");
        Inbox.assertDone(inbox.release(2));
        inbox.assertEmpty();
        pipeline.assertEqual();
    }
}
