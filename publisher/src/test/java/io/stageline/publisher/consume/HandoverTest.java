package io.stageline.publisher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ChangeEvent CHANGE = new ChangeEvent.Truncate(new TableId("a", "b"));

    private final Handover handover = new Handover(new FeedLimits(10, 10, 1_000));

    @Test
    void handsALoneTransactionAtOnceToWhoeverWaitsForIt() throws InterruptedException {
        put(1, 1);
        handover.awaited(true);

        assertThat(take(LONG)).containsExactly(1L);
    }

    @Test
    void letsABatchGrowWhileNobodyWaitsForIt() throws InterruptedException {
        put(1, 4);
        assertThat(take(Duration.ZERO)).isEmpty();
        put(2, 4);
        handover.awaited(true);

        assertThat(take(LONG)).containsExactly(1L, 2L);
    }

    @Test
    void handsOutAFullBatchThoughNobodyWaitsForIt() throws InterruptedException {
        put(1, 4);
        put(2, 6);

        assertThat(take(LONG)).containsExactly(1L, 2L);
    }

    @Test
    void handsOutABatchThatTheNextTransactionDoesNotFitInto() throws InterruptedException {
        put(1, 4);
        Thread reader = Thread.ofVirtual().start(() -> putOrFail(2, 7));

        assertThat(take(LONG)).containsExactly(1L);
        reader.join();
    }

    @Test
    void handsOutWhatIsNoBatchThoughNobodyWaitsForIt() throws InterruptedException {
        handover.put(new Delivery.LargeDiscarded(), 0, 0);

        assertThat(handover.take(LONG, Integer.MAX_VALUE)).contains(new Delivery.LargeDiscarded());
    }

    private void putOrFail(long sequence, int rows) {
        try {
            put(sequence, rows);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(long sequence, int rows) throws InterruptedException {
        var header =
                new TransactionHeader(
                        new Sequence(sequence),
                        new Epoch(1),
                        new TransactionId("700"),
                        Instant.EPOCH);
        var transaction =
                new SourceTransaction(header, new PostgresLsn(sequence), 1, List.of(CHANGE));
        handover.put(new Delivery.Batch(List.of(transaction)), rows, rows);
    }

    /// The sequences of the batch that came in time.
    private List<Long> take(Duration patience) throws InterruptedException {
        Optional<Delivery> taken = handover.take(patience, Integer.MAX_VALUE);
        return taken.isPresent() && taken.get() instanceof Delivery.Batch batch
                ? batch.transactions().stream().map(each -> each.sequence().value()).toList()
                : List.of();
    }
}
