package io.stageline.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.publisher.Holding;
import io.stageline.publisher.PublishStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void tellsWhatIsHeldThoughTheRestFlows() {
        var holding = new Holding(2, Optional.of(Instant.EPOCH));

        assertThat(Progress.state(idle(holding)))
                .isEqualTo("idle #6 · 4 transactions · 5 rows · 2 held");
    }

    @Test
    void saysNothingOfHoldsWhereThereAreNone() {
        assertThat(Progress.state(idle(Holding.NOTHING)))
                .isEqualTo("idle #6 · 4 transactions · 5 rows");
    }

    private static Pulse idle(Holding holding) {
        var publisher =
                new PublishStatus(
                        PublishStatus.State.IDLE,
                        "Everything in the change log is published",
                        new Sequence(6),
                        Optional.empty(),
                        new PublishStatus.Done(5, 4, 0),
                        Optional.of(holding),
                        Optional.empty());
        return new Pulse(Optional.empty(), Optional.of(publisher), Duration.ZERO);
    }
}
