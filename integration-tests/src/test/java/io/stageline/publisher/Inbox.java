package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.CommandOutcome;
import io.stageline.publisher.state.CommandRequest;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import io.stageline.publisher.state.Commands;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// What an operator sees and does of a [TestPipeline]'s held source transactions.
record Inbox(TestPipeline pipeline) {
    /// Everything is held that is in conflict.
    static PublisherConfig holding(String... rules) {
        return TestPipeline.config(ConflictPolicy.HOLD, 5000, 20000, rules);
    }

    /// The sequences that are held, in order.
    List<Long> held() {
        return pipeline
                .production()
                .query("SELECT sequence FROM stageline.held_transaction ORDER BY 1")
                .stream()
                .map(row -> Long.valueOf(String.valueOf(row.getFirst())))
                .toList();
    }

    CommandOutcome release(long sequence) {
        return execute(sequence, new Action.Release(Optional.empty()));
    }

    CommandOutcome release(long sequence, Resolution resolution) {
        return execute(sequence, new Action.Release(Optional.of(resolution)));
    }

    CommandOutcome discard(long sequence) {
        return execute(sequence, new Action.Discard());
    }

    /// Asks, and runs a publisher until it has answered and nothing is left to follow.
    private CommandOutcome execute(long sequence, Action action) {
        long id = ask(sequence, action);
        try (RunningPublisher publisher = pipeline.start(holding())) {
            return await(id, publisher);
        }
    }

    long ask(long sequence, Action action) {
        try (Connection connection = pipeline.production().connect()) {
            return Commands.ask(
                    connection,
                    pipeline.name(),
                    0,
                    new CommandRequest(new Sequence(sequence), action, "because", "a test"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    CommandOutcome await(long id, RunningPublisher publisher) {
        try (Connection connection = pipeline.production().connect()) {
            Awaitility.await("command " + id)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(TestPipeline.PATIENCE)
                    .until(() -> Commands.outcome(connection, id).isPresent() && idle(publisher));
            return Commands.outcome(connection, id).orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean idle(RunningPublisher publisher) {
        return publisher.loop().status().state() == PublishStatus.State.IDLE;
    }

    static void assertDone(CommandOutcome outcome) {
        assertThat(outcome).isInstanceOf(CommandOutcome.Done.class);
    }

    /// Nothing of the held set is left in production.
    void assertEmpty() {
        assertThat(
                        pipeline.production()
                                .query(
                                        """
                                        SELECT (SELECT count(*) FROM stageline.held_transaction),
                                            (SELECT count(*) FROM stageline.held_change),
                                            (SELECT count(*) FROM stageline.held_footprint),
                                            (SELECT count(*) FROM stageline.conflict WHERE resolved_at IS NULL)
                                        """))
                .as("held transactions, changes, footprints; open conflicts")
                .containsExactly(List.of("0", "0", "0", "0"));
    }
}
