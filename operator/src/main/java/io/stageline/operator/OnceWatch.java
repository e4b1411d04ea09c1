package io.stageline.operator;

import io.stageline.capture.CaptureStatus;
import io.stageline.conflict.Conflict;
import io.stageline.operator.pipeline.End;
import io.stageline.operator.pipeline.Goal;
import io.stageline.operator.pipeline.Pipeline;
import io.stageline.operator.pipeline.Progress;
import io.stageline.operator.pipeline.Pulse;
import io.stageline.publisher.PublishStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches a pipeline until everything up to now is published, or cannot be. Owned by one thread.
final class OnceWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /// What it came to.
    sealed interface Outcome {
        record Published(Pulse pulse) implements Outcome {}

        record Halted(Conflict conflict) implements Outcome {}

        record TimedOut() implements Outcome {}

        /// The pipeline ended by itself or was stopped.
        record Ended(End end) implements Outcome {}
    }

    /// Finds out what "now" is.
    interface Goals {
        Goal now() throws SQLException;
    }

    private final Pipeline pipeline;
    private final long deadlineNanos;
    private final Progress progress;

    OnceWatch(Pipeline pipeline, long deadlineNanos, Progress progress) {
        this.pipeline = pipeline;
        this.deadlineNanos = deadlineNanos;
        this.progress = progress;
    }

    /// Waits until capture streams: a slot made at its start sees nothing from before.
    ///
    /// @return whether it does; false when the pipeline ended or the time was up
    boolean streams() throws InterruptedException {
        while (!streams(pipeline.pulse())) {
            if (pipeline.endWithin(LOOK_EVERY).isPresent()
                    || System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            progress.show(pipeline.pulse());
        }
        return true;
    }

    /// @param goals asked once, when capture streams: a slot made at its start sees nothing from before
    Outcome await(Goals goals) throws InterruptedException, SQLException {
        @Nullable Goal goal = null;
        while (true) {
            Optional<End> end = pipeline.endWithin(LOOK_EVERY);
            Pulse pulse = pipeline.pulse();
            if (end.isPresent()) {
                return new Outcome.Ended(end.get());
            }
            if (goal == null && streams(pulse)) {
                goal = goals.now();
            }
            if (goal != null && goal.isReached(pulse)) {
                progress.clear();
                return new Outcome.Published(pulse);
            }
            Optional<Conflict> conflict = pulse.publisher().flatMap(PublishStatus::conflict);
            if (conflict.isPresent()) {
                progress.clear();
                return new Outcome.Halted(conflict.get());
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                progress.clear();
                return new Outcome.TimedOut();
            }
            progress.show(pulse);
        }
    }

    static boolean streams(Pulse pulse) {
        return pulse.capture().isEmpty()
                || pulse.capture()
                        .filter(capture -> capture.state() == CaptureStatus.State.STREAMING)
                        .isPresent();
    }
}
