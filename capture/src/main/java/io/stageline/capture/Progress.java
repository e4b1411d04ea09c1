package io.stageline.capture;

import io.stageline.capture.CaptureStatus.State;
import io.stageline.capture.emit.Emitter;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.topic.ResumePoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What [CaptureStatus] is made of. Written by capture's threads, read by any.
final class Progress {
    private final Clock clock;
    private final Duration silence;
    private volatile Instant streamedAt;
    private volatile CaptureStatus status =
            new CaptureStatus(
                    State.STARTING,
                    "Checking staging and the change log",
                    Epoch.NONE,
                    ResumePoint.START,
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    0);
    private long transactionsBefore;
    private long eventsBefore;

    /// @param silence how long a capture that streams may say nothing
    Progress(Clock clock, Duration silence) {
        this.clock = clock;
        this.silence = silence;
        this.streamedAt = clock.instant();
    }

    CaptureStatus status() {
        CaptureStatus last = status; // read first: it is written last
        return last.after(Duration.between(streamedAt, clock.instant()), silence);
    }

    void streaming(Epoch epoch, Emitter emitter, Optional<Duration> lag) {
        CaptureStatus before = status;
        if (!before.epoch().equals(epoch)) {
            transactionsBefore = before.transactions();
            eventsBefore = before.events();
        }
        streamedAt = clock.instant();
        status =
                new CaptureStatus(
                        State.STREAMING,
                        "Reading staging's log as it grows",
                        epoch,
                        emitter.acknowledged(),
                        emitter.lastCommit().or(before::lastCommitTime),
                        lag,
                        transactionsBefore + emitter.transactions(),
                        eventsBefore + emitter.events());
    }

    void retrying(String reason) {
        become(State.RETRYING, "Interrupted, trying again: " + reason);
    }

    void ended(CaptureEnd end) {
        become(
                State.STOPPED,
                switch (end) {
                    case CaptureEnd.Stopped _ -> "Stopped as asked";
                    case CaptureEnd.Fenced fenced -> fenced.message();
                    case CaptureEnd.Refused refused -> refused.message();
                    case CaptureEnd.Failed failed -> failed.message();
                });
    }

    private void become(State state, String reason) {
        CaptureStatus before = status;
        status =
                new CaptureStatus(
                        state,
                        reason,
                        before.epoch(),
                        before.captured(),
                        before.lastCommitTime(),
                        before.lag(),
                        before.transactions(),
                        before.events());
    }
}
