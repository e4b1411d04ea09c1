package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import io.stageline.testing.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A crash between any two steps of holding and releasing: what flows, what is held and the checkpoint are one commit, and so
/// are what is released and its leaving the held set. Nothing tells the lines of `journal` apart, so one that comes twice shows.
@ParameterizedClass
@EnumSource(ServerKind.class)
class HoldsCrashIT {
    private static final int TIMES = 40;

    /// It gives up after a few crashes with no commit between them.
    private static final PublisherConfig IMPATIENT =
            new PublisherConfig(
                    ConflictPolicy.HOLD,
                    List.of(),
                    7,
                    20000,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(300),
                    PublisherConfig.ForeignKeyCheck.PRODUCTION,
                    500);

    private final ServerKind kind;
    private final TestPipeline pipeline;
    private final Inbox inbox;
    private final List<Long> waiting = new ArrayList<>();

    HoldsCrashIT(ServerKind kind) {
        this.kind = kind;
        this.pipeline =
                TestPipeline.of(
                        kind,
                        "CREATE TABLE item (id int PRIMARY KEY, price int); CREATE TABLE journal (line int)");
        this.inbox = new Inbox(pipeline);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /// Production ends the publisher's session just before something happens to a row of the held set: at the first time, and each so many times
    /// behind. What the session did is rolled back, the count goes on: a sequence is in no transaction, nor is what MySQL numbers rows by.
    private void crashAt(String operation, int each) {
        String sql =
                switch (kind) {
                    case POSTGRES ->
                            """
                            CREATE SEQUENCE crash;
                            CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                                IF nextval('public.crash') %% %2$d = 1 THEN
                                    PERFORM pg_terminate_backend(pg_backend_pid());
                                END IF;
                                RETURN coalesce(new, old); END $$;
                            CREATE TRIGGER crash BEFORE %1$s ON stageline.held_transaction
                                FOR EACH ROW EXECUTE FUNCTION crash()
                            """;
                    case MYSQL ->
                            """
                            CREATE TABLE stageline.crash (id int AUTO_INCREMENT PRIMARY KEY);
                            CREATE TRIGGER stageline.crash BEFORE %1$s ON stageline.held_transaction FOR EACH ROW BEGIN
                                INSERT INTO stageline.crash VALUES (NULL);
                                IF last_insert_id() %% %2$d = 1 THEN
                                    KILL CONNECTION_ID();
                                END IF;
                            END
                            """;
                };
        pipeline.production().execute(sql.formatted(operation, each));
    }

    /// Source transaction 1: production has another item 7.
    private void givenOneHeld() {
        pipeline.production().execute("INSERT INTO item VALUES (7, 0)");
        pipeline.change("INSERT INTO item VALUES (7, 1); INSERT INTO journal VALUES (0)");
        pipeline.publish(Inbox.holding());
        waiting.add(1L);
    }

    /// Each second source transaction depends on the one that is held; the others flow.
    private void changeBoth() {
        List<String> transactions = new ArrayList<>();
        for (int i = 1; i <= TIMES; i++) {
            transactions.add("INSERT INTO journal VALUES (%d)".formatted(i));
            transactions.add(
                    "UPDATE item SET price = price + 1 WHERE id = 7; INSERT INTO journal VALUES (-%d)"
                            .formatted(i));
            waiting.add(1 + 2L * i);
        }
        pipeline.change(transactions.toArray(String[]::new));
    }

    private List<Integer> journal() {
        return pipeline.production().query("SELECT line FROM journal ORDER BY line").stream()
                .map(row -> Integer.valueOf(String.valueOf(row.getFirst())))
                .toList();
    }

    @Test
    void whatFlowsIsNeverCommittedWithoutWhatIsHeldAndTheCheckpoint() {
        givenOneHeld();
        changeBoth();
        crashAt("INSERT", 9);

        pipeline.publish(IMPATIENT);

        assertThat(journal()).isEqualTo(IntStream.rangeClosed(1, TIMES).boxed().toList());
        assertThat(inbox.held()).isEqualTo(waiting);
    }

    /// What is released counts as progress, too.
    @Test
    void whatIsReleasedLeavesTheHeldSetInTheSameCommit() {
        givenOneHeld();
        changeBoth();
        pipeline.publish(Inbox.holding());
        assertThat(inbox.held()).isEqualTo(waiting);
        crashAt("DELETE", TIMES + 1);

        long id = inbox.ask(1, new Action.Release(Optional.of(new Resolution.ApplyRemote())));
        try (RunningPublisher publisher = pipeline.start(IMPATIENT)) {
            Inbox.assertDone(inbox.await(id, publisher));
            Awaitility.await("what waited for it follows")
                    .atMost(TestPipeline.PATIENCE)
                    .until(() -> inbox.held().isEmpty());
        }

        assertThat(journal()).isEqualTo(IntStream.rangeClosed(-TIMES, TIMES).boxed().toList());
        inbox.assertEmpty();
        pipeline.assertEqual();
    }
}
