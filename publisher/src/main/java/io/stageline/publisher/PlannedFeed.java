package io.stageline.publisher;

import io.stageline.publisher.consume.Delivery;
import io.stageline.publisher.consume.TransactionFeed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A feed whose next batch is planned, on a thread of its own, while the caller writes the one before. One batch ahead and no more;
/// while the caller writes, the next one grows until it is full, and a caller that waits gets at once what there is.
///
/// A plan made ahead may be outdated when its turn comes: [PlanAhead#holds] tells. The caller is one thread.
final class PlannedFeed implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(10);

    private final TransactionFeed feed;
    private final Supplier<BatchPlanner> planner;
    private final SynchronousQueue<Handed> handover = new SynchronousQueue<>();
    private final Thread thread;
    private volatile int transactionsMax = Integer.MAX_VALUE;
    private volatile boolean planning;
    private volatile boolean closed;

    /// What comes next.
    ///
    /// @param plan of a batch
    record Next(Delivery delivery, Optional<PlanAhead> plan) {}

    private sealed interface Handed {
        record Ready(Next next) implements Handed {}

        record Failed(RuntimeException reason) implements Handed {}

        record Nothing() implements Handed {}
    }

    private PlannedFeed(TransactionFeed feed, Supplier<BatchPlanner> planner) {
        this.feed = feed;
        this.planner = planner;
        this.thread = Thread.ofVirtual().name("plan-ahead").unstarted(this::run);
    }

    /// @param feed is closed with this one
    /// @param planner tells how batches are planned now; asked from another thread
    static PlannedFeed over(TransactionFeed feed, Supplier<BatchPlanner> planner) {
        var planned = new PlannedFeed(feed, planner);
        planned.thread.start();
        return planned;
    }

    /// What comes next; empty when nothing came in time, or when woken.
    ///
    /// @param most source transactions of a batch, from the next one on that is not yet planned
    /// @throws io.stageline.changelog.topic.ChangeLogException if the change log cannot be read; the feed is dead then
    Optional<Next> next(Duration patience, int most) throws InterruptedException {
        transactionsMax = most;
        feed.awaited(true);
        Handed handed = handover.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (handed == null) {
            return Optional
                    .empty(); // still awaited: who asks without patience gets it the next time
        }
        feed.awaited(false);
        return switch (handed) {
            case Handed.Ready ready -> Optional.of(ready.next);
            case Handed.Failed failed -> throw failed.reason;
            case Handed.Nothing _ -> Optional.empty();
        };
    }

    /// Makes a [#next] that waits return at once. May be called from any thread.
    void wakeup() {
        boolean _ = handover.offer(new Handed.Nothing());
    }

    /// Whether everything was handed over that the change log held when the feed was opened.
    boolean caughtUp() {
        return feed.caughtUp() && !planning;
    }

    private void run() {
        try {
            while (!closed) {
                Optional<Delivery> delivery = feed.next(POLL, transactionsMax);
                planning = delivery.isPresent();
                if (delivery.isPresent()) {
                    handover.put(new Handed.Ready(planned(delivery.get())));
                    planning = false;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            handOver(e);
        } catch (Error e) {
            handOver(new IllegalStateException("Planning ahead failed", e));
        }
    }

    private void handOver(RuntimeException failure) {
        try {
            handover.put(new Handed.Failed(failure));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Next planned(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Batch batch ->
                    new Next(batch, Optional.of(planner.get().ahead(batch.transactions())));
            case Delivery.LargeBegin _,
                    Delivery.LargePiece _,
                    Delivery.LargeEnd _,
                    Delivery.LargeDiscarded _,
                    Delivery.Broken _ ->
                    new Next(delivery, Optional.empty());
        };
    }

    @Override
    public void close() {
        closed = true;
        feed.close();
        thread.interrupt();
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
}
