package io.stageline.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.capture.CaptureStatus;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.publisher.PublishStatus;
import io.stageline.publisher.PublishStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagWatchTest {
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final InstantSource source = () -> now;
    private final LagWatch watch = new LagWatch(source.withZone(ZoneOffset.UTC));
    private final Instant anHourAgo = now.minusSeconds(3600);

    @Test
    void aPublisherThatWaitsIsNotBehind() {
        assertThat(lag(Optional.empty(), State.IDLE, Optional.empty())).isZero();
    }

    @Test
    void whatIsReadIsAsOldAsItsCommit() {
        assertThat(lag(Optional.empty(), State.PUBLISHING, Optional.of(anHourAgo))).hasHours(1);
        assertThat(lag(Optional.empty(), State.HALTED, Optional.of(anHourAgo))).hasHours(1);
        assertThat(lag(captured(new Epoch(1), 9), State.PUBLISHING, Optional.of(anHourAgo)))
                .hasHours(1);
    }

    @Test
    void whatIsNotReadYetWaitsSinceItWasSeen() {
        assertThat(lag(captured(new Epoch(1), 9), State.RETRYING, Optional.empty())).isZero();
        now = now.plusSeconds(5);

        assertThat(lag(captured(new Epoch(1), 9), State.RETRYING, Optional.empty())).hasSeconds(5);
        assertThat(lag(captured(new Epoch(1), 1), State.IDLE, Optional.empty())).isZero();
        assertThat(lag(captured(new Epoch(1), 9), State.PUBLISHING, Optional.empty())).isZero();
    }

    @Test
    void whatWasReadLongAgoIsNotWhatWaitsNow() {
        assertThat(lag(captured(new Epoch(1), 9), State.PUBLISHING, Optional.empty())).isZero();
        now = now.plusSeconds(3600);
        assertThat(lag(captured(new Epoch(1), 9), State.PUBLISHING, Optional.of(now))).isZero();
        now = now.plusSeconds(1);

        assertThat(lag(captured(new Epoch(1), 9), State.IDLE, Optional.empty())).isZero();
    }

    @Test
    void productionHasEverythingThatWasCaptured() {
        assertThat(lag(captured(new Epoch(1), 1), State.PUBLISHING, Optional.of(anHourAgo)))
                .isZero();
    }

    /// Then it does not know how far the change log goes.
    @Test
    void aCaptureThatHasNotClaimedYetSaysNothing() {
        assertThat(lag(captured(Epoch.NONE, 0), State.HALTED, Optional.of(anHourAgo))).hasHours(1);
    }

    private static Optional<CaptureStatus> captured(Epoch epoch, long sequence) {
        return Optional.of(
                new CaptureStatus(
                        CaptureStatus.State.STREAMING,
                        "",
                        epoch,
                        new ResumePoint(new Sequence(sequence), Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0));
    }

    private Duration lag(
            Optional<CaptureStatus> capture, State state, Optional<Instant> waitingSince) {
        var publisher =
                new PublishStatus(
                        state,
                        "",
                        new Sequence(1),
                        waitingSince,
                        new PublishStatus.Done(0, 0, 0),
                        Optional.empty(),
                        Optional.empty());
        return watch.publishLag(capture, Optional.of(publisher));
    }
}
