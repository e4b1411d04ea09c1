package io.stageline.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.publisher.Holding;
import io.stageline.publisher.PublishStatus;
import io.stageline.publisher.PublishStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A publisher alone knows only whether it waits for more.
class LagWatchTest {
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final InstantSource source = () -> now;
    private final LagWatch watch = new LagWatch(source.withZone(ZoneOffset.UTC));

    @Test
    void aPublisherThatWaitsIsNotBehind() {
        assertThat(lag(State.IDLE, Optional.of(now.minusSeconds(3600)))).isZero();
    }

    @Test
    void aPublisherThatWorksIsBehindSinceItWasSeenToWork() {
        Optional<Instant> longAgo = Optional.of(now.minusSeconds(3600));
        assertThat(lag(State.PUBLISHING, longAgo)).isZero();

        now = now.plusSeconds(5);

        assertThat(lag(State.PUBLISHING, longAgo)).hasSeconds(5);
        assertThat(lag(State.PUBLISHING, Optional.of(now.minusSeconds(2)))).hasSeconds(2);
        assertThat(lag(State.RETRYING, longAgo)).hasSeconds(5);
        assertThat(lag(State.IDLE, longAgo)).isZero();
        assertThat(lag(State.PUBLISHING, longAgo)).isZero();
    }

    private Duration lag(State state, Optional<Instant> applied) {
        var publisher =
                new PublishStatus(
                        state,
                        "",
                        new Sequence(1),
                        applied,
                        new PublishStatus.Done(0, 0, 0),
                        Holding.NOTHING,
                        Optional.empty());
        return watch.publishLag(Optional.empty(), Optional.of(publisher));
    }
}
