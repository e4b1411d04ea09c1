package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.publisher.PublishStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long production is behind the change log: as long as the earliest source transaction that it lacks is old, by its commit in
/// staging. As long as the publisher has not read it, since the first look that saw it waiting. Looked at again and again, by one thread
/// at a time.
final class LagWatch {
    private final Clock clock;
    private @Nullable Instant seenWaiting;

    LagWatch(Clock clock) {
        this.clock = clock;
    }

    Duration publishLag(Optional<CaptureStatus> capture, Optional<PublishStatus> publisher) {
        if (publisher.isEmpty() || !behind(capture, publisher.get())) {
            seenWaiting = null;
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        Instant since =
                publisher.get().waitingSince().orElse(seenWaiting == null ? now : seenWaiting);
        seenWaiting = publisher.get().waitingSince().isPresent() ? null : since;
        Duration lag = Duration.between(since, now);
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /// A publisher alone does not know where the change log ends, only whether it waits for more; nor does anybody before capture
    /// has claimed it.
    private static boolean behind(Optional<CaptureStatus> capture, PublishStatus publisher) {
        return capture.filter(CaptureStatus::claimed)
                .map(it -> it.captured().sequence().isAfter(publisher.sequence()))
                .orElse(publisher.state() != PublishStatus.State.IDLE);
    }
}
