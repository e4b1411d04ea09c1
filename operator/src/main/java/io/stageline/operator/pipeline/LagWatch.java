package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.changelog.Sequence;
import io.stageline.publisher.PublishStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long production is behind the change log. Looked at again and again by one thread: publishing lags since the
/// youngest moment that explains it, the commit of what was last applied or the first look that saw something waiting.
final class LagWatch {
    private final Clock clock;
    private @Nullable Instant behindSince;

    LagWatch(Clock clock) {
        this.clock = clock;
    }

    Duration publishLag(Pulse pulse) {
        Optional<Sequence> captured =
                pulse.capture().map(CaptureStatus::captured).map(point -> point.sequence());
        Optional<PublishStatus> publisher = pulse.publisher();
        if (captured.isEmpty()
                || publisher.isEmpty()
                || !captured.get().isAfter(publisher.get().sequence())) {
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
}
