package io.stageline.capture;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.topic.ResumePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a capture is doing at one moment.
///
/// @param reason one sentence: why it is in this state
/// @param epoch its reign; [Epoch#NONE] before the first claim
/// @param captured how far all in-sync replicas of the change log have it
/// @param lastCommitTime when staging committed the last source transaction that was captured
/// @param lag how long ago the newest tick that has come back was written, or the oldest that has not
/// @param transactions source transactions written since the start of the process
/// @param events change events written since the start of the process
public record CaptureStatus(
        State state,
        String reason,
        Epoch epoch,
        ResumePoint captured,
        Optional<Instant> lastCommitTime,
        Optional<Duration> lag,
        long transactions,
        long events) {
    /// One honest word.
    public enum State {
        STARTING,
        STREAMING,
        RETRYING,
        STOPPED
    }
}
