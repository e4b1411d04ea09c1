package io.stageline.publisher.consume;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.publisher.Checkpoint;
import io.stageline.publisher.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one lane of the change log from a checkpoint on. Reads ahead on a thread of its own, bounded, while the caller
/// works; the caller of [#next] is one thread, [#awaited] and [#close] may be called from any.
///
/// The checkpoint's topic offset is a hint. Where it leads to a place that cannot be followed, the lane is read once more
/// from its beginning, and only what cannot be followed even so is [Delivery.Broken].
public final class TransactionFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TransactionFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /// After this time without a record Kafka is asked whether it is there.
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final ChangeLogTopic topic;
    private final int lane;
    private final FeedLimits limits;
    private final Handover handover;
    private final Thread thread;
    private Sequence last;
    private boolean inPieces;
    private volatile @Nullable ChangeLogReader current;
    private volatile boolean caughtUp;

    private TransactionFeed(ChangeLogTopic topic, int lane, Checkpoint from, FeedLimits limits) {
        this.topic = topic;
        this.lane = lane;
        this.limits = limits;
        this.handover = new Handover(limits);
        this.last = from.sequence();
        this.thread =
                Thread.ofVirtual().name("change-log-" + topic.name()).unstarted(() -> run(from));
    }

    public static TransactionFeed open(
            ChangeLogTopic topic, int lane, Checkpoint from, FeedLimits limits) {
        var feed = new TransactionFeed(topic, lane, from, limits);
        feed.thread.start();
        return feed;
    }

    /// Whether somebody waits for what [#next] returns. While nobody does, it waits for a full batch.
    public void awaited(boolean now) {
        handover.awaited(now);
    }

    /// What comes next; empty when nothing came in time, or when the feed was closed.
    ///
    /// @param transactionsMax most source transactions of a batch
    /// @throws io.stageline.changelog.topic.ChangeLogException if the change log cannot be read; the feed is dead then
    public Optional<Delivery> next(Duration patience, int transactionsMax)
            throws InterruptedException {
        return handover.take(patience, transactionsMax);
    }

    /// Whether everything was handed over that the change log held when this feed was opened.
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        handover.close();
        ChangeLogReader reader = current;
        if (reader != null) {
            reader.wakeup();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Checkpoint from) {
        try {
            boolean fromStart = from.topicOffset() == 0;
            Optional<Assembled.Broken> broken = follow(from.topicOffset(), from.captureEpoch());
            if (broken.isPresent() && !fromStart) {
                log.atWarn()
                        .addKeyValue("reason", broken.get().message())
                        .log(
                                "The change log cannot be followed from here; reading it from its beginning");
                broken = follow(0, Epoch.NONE);
            }
            if (broken.isPresent()) {
                handover.put(new Delivery.Broken(broken.get().message()), 0, 0);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            handover.fail(e);
        }
    }

    /// Reads until the feed is closed, or until the change log cannot be followed.
    private Optional<Assembled.Broken> follow(long offset, Epoch reigning)
            throws InterruptedException {
        var assembler = new Assembler(limits);
        var damage = new Damage();
        try (ChangeLogReader reader = topic.read(lane, offset, reigning, last)) {
            current = reader;
            long heardAtNanos = System.nanoTime();
            while (!handover.isClosed()) {
                caughtUp = caughtUp || reader.caughtUp();
                List<LogEntry> entries = reader.poll(POLL);
                if (!entries.isEmpty()) {
                    heardAtNanos = System.nanoTime();
                } else if (System.nanoTime() - heardAtNanos > SILENCE.toNanos()) {
                    var _ = reader.endOffset(); // a poll says nothing where no broker answers
                    heardAtNanos = System.nanoTime();
                }
                for (LogEntry entry : entries) {
                    Optional<Assembled> assembled = assembler.accept(entry);
                    if (assembled.isPresent()) {
                        handOver(assembled.get()).ifPresent(broken -> damage.met(broken, reader));
                        damage.healedUpTo(last);
                    }
                }
                if (damage.isFinal(reader)) {
                    return damage.broken();
                }
            }
            return Optional.empty();
        } finally {
            current = null;
        }
    }

    private Optional<Assembled.Broken> handOver(Assembled assembled) throws InterruptedException {
        switch (assembled) {
            case Assembled.Whole whole -> {
                var batch = new Delivery.Batch(List.of(whole.transaction()));
                handover.put(batch, whole.transaction().events().size(), whole.size());
                advance(whole.transaction().sequence());
            }
            case Assembled.Piece piece -> handOver(piece);
            case Assembled.Large large -> {
                handOver(large.rest());
                handover.put(new Delivery.LargeEnd(origin(large.end())), 0, 0);
                inPieces = false;
                advance(large.end().header().sequence());
            }
            case Assembled.Discarded _ -> discardPieces();
            case Assembled.Broken broken -> {
                discardPieces();
                if (broken.sequence().isAfter(last)) {
                    return Optional.of(broken);
                }
                log.atWarn()
                        .addKeyValue("reason", broken.message())
                        .log("The change log is damaged where production already has it");
            }
        }
        return Optional.empty();
    }

    /// Of one that production has, its boundaries suffice.
    private void handOver(Assembled.Piece piece) throws InterruptedException {
        if (!piece.beginning().header().sequence().isAfter(last) || piece.events().isEmpty()) {
            return;
        }
        if (!inPieces) {
            handover.put(new Delivery.LargeBegin(piece.beginning()), 0, 0);
            inPieces = true;
        }
        handover.put(
                new Delivery.LargePiece(piece.firstOrdinal(), piece.events()),
                piece.events().size(),
                piece.size());
    }

    private void discardPieces() throws InterruptedException {
        if (inPieces) {
            handover.put(new Delivery.LargeDiscarded(), 0, 0);
            inPieces = false;
        }
    }

    private static Origin origin(LogEntry.End end) {
        return new Origin(end.header(), end.position(), end.topicOffset() + 1, end.changeCount());
    }

    private void advance(Sequence handedOver) {
        if (handedOver.isAfter(last)) {
            last = handedOver;
        }
    }
}
