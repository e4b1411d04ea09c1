package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.capture.CaptureStatus.State;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.topic.ResumePoint;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptureStatusTest {
    private static final Duration NORMAL = Duration.ofSeconds(20);
    private static final Optional<Duration> MEASURED = Optional.of(Duration.ofMillis(100));

    @Test
    void aLagThatWasJustMeasuredIsTold() {
        assertThat(lag(State.STREAMING, MEASURED, NORMAL)).isEqualTo(MEASURED);
    }

    @Test
    void oneThatStreamsAndSaysNothingLagsMoreAndMore() {
        assertThat(lag(State.STREAMING, MEASURED, Duration.ofSeconds(21)))
                .contains(Duration.ofMillis(21_100));
    }

    @Test
    void oneThatDoesNotStreamLagsMoreAndMoreAtOnce() {
        assertThat(lag(State.RETRYING, MEASURED, Duration.ofSeconds(1)))
                .contains(Duration.ofMillis(1_100));
    }

    @Test
    void whatWasNeverMeasuredStaysUnknown() {
        assertThat(lag(State.RETRYING, Optional.empty(), Duration.ofHours(1))).isEmpty();
    }

    private static Optional<Duration> lag(
            State state, Optional<Duration> measured, Duration silent) {
        var status =
                new CaptureStatus(
                        state,
                        "",
                        new Epoch(1),
                        ResumePoint.START,
                        Optional.empty(),
                        measured,
                        0,
                        0);
        return status.after(silent, NORMAL).lag();
    }
}
