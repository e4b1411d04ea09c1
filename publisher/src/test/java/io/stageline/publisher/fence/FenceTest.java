package io.stageline.publisher.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.publisher.Checkpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FenceTest {
    private static final Checkpoint AT_7 =
            new Checkpoint(
                    new Sequence(7),
                    Optional.of(new PostgresLsn(700)),
                    new Epoch(1),
                    50,
                    new Epoch(2),
                    Optional.empty());
    private static final Checkpoint FRESH =
            new Checkpoint(
                    Sequence.NONE, Optional.empty(), Epoch.NONE, 0, new Epoch(1), Optional.empty());

    @Test
    void admitsTheNextTransaction() {
        assertThat(admit(AT_7, 8, 800)).isEqualTo(new Admission.Next());
    }

    @Test
    void admitsTheFirstTransactionToAFreshProduction() {
        assertThat(admit(FRESH, 1, 1)).isEqualTo(new Admission.Next());
    }

    @Test
    void knowsWhatProductionHas() {
        assertThat(admit(AT_7, 7, 700)).isEqualTo(new Admission.AlreadyApplied());
        assertThat(admit(AT_7, 6, 650)).isEqualTo(new Admission.AlreadyApplied());
    }

    @Test
    void refusesAGap() {
        assertThat(admit(AT_7, 9, 900))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.message()).contains("#8").contains("#9"));
    }

    @Test
    void refusesAChangeLogWhoseSequenceEndsElsewhere() {
        assertThat(admit(AT_7, 7, 701)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void refusesAnOlderSequenceFromTheFuture() {
        assertThat(admit(AT_7, 3, 900)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void refusesANewSequenceFromThePast() {
        assertThat(admit(AT_7, 8, 600)).isInstanceOf(Admission.Refused.class);
    }

    private static Admission admit(Checkpoint checkpoint, long sequence, long position) {
        return Fence.admit(checkpoint, new Sequence(sequence), new PostgresLsn(position));
    }
}
