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
/// @param lag how long the newest tick that came back was on its way, or the oldest that has not is; since capture last streamed,
///     this grows
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
    /// Whether this capture has reigned: else its epoch and how far the change log goes are not known yet.
    public boolean claimed() {
        return !epoch.equals(Epoch.NONE);
    }

    /// What was last measured grows older where nothing streams.
    ///
    /// @param silent for how long capture has said nothing
    /// @param normal how long one that streams may say nothing
    CaptureStatus after(Duration silent, Duration normal) {
        Duration allowed = state == State.STREAMING ? normal : Duration.ZERO;
        return silent.compareTo(allowed) <= 0
                ? this
                : new CaptureStatus(
                        state,
                        reason,
                        epoch,
                        captured,
                        lastCommitTime,
                        lag.map(silent::plus),
                        transactions,
                        events);
    }

    /// One honest word.
    public enum State {
        STARTING,
        STREAMING,
        RETRYING,
        STOPPED
    }
}
