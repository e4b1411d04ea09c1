package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.publisher.PublishStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long production is behind the change log. Looked at again and again: publishing lags since the youngest moment that explains
/// it, the commit of what was last applied or the first look that saw something waiting. For any thread.
final class LagWatch {
    private final Clock clock;
    private @Nullable Instant behindSince;

    LagWatch(Clock clock) {
        this.clock = clock;
    }

    synchronized Duration publishLag(
            Optional<CaptureStatus> capture, Optional<PublishStatus> publisher) {
        if (publisher.isEmpty() || !behind(capture, publisher.get())) {
            behindSince = null;
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        Instant since = behindSince == null ? now : behindSince;
        behindSince = since;
        Instant applied = publisher.get().sourceCommittedAt().orElse(since);
        Instant youngest = applied.isAfter(since) ? applied : since;
        Duration lag = Duration.between(youngest, now);
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /// A publisher alone does not know where the change log ends, only whether it waits for more.
    private static boolean behind(Optional<CaptureStatus> capture, PublishStatus publisher) {
        return capture.map(it -> it.captured().sequence().isAfter(publisher.sequence()))
                .orElse(publisher.state() != PublishStatus.State.IDLE);
    }
}
