package io.stageline.pipeline;

import io.stageline.changelog.Sequence;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/// How far the editors are, together, and how far production is behind them. Safe to use from any thread.
final class Pace {
    /// So that interruptions and edits meet, and that there is something to batch.
    private static final long BACKLOG_MAX = 500;

    private final long wanted;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong committed = new AtomicLong();
    private volatile long published;

    /// @param wanted how many source transactions the editors are to commit
    Pace(long wanted) {
        this.wanted = wanted;
    }

    long wanted() {
        return wanted;
    }

    /// A new source transaction's number, committed or not in the end.
    long next() {
        return numbers.incrementAndGet();
    }

    void commit() {
        committed.incrementAndGet();
    }

    long committed() {
        return committed.get();
    }

    void published(Sequence checkpoint) {
        published = checkpoint.value();
    }

    /// Waits while production is too far behind.
    ///
    /// @return whether there is more to do
    boolean goesOn() {
        if (committed.get() - published > BACKLOG_MAX) {
            Awaitility.await("production comes nearer")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> committed.get() - published <= BACKLOG_MAX);
        }
        return committed.get() < wanted;
    }
}
