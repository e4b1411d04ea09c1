package io.stageline.capture.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.topic.ResumePoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {
    private final Confirmations confirmations = new Confirmations();

    @Test
    void confirmsWhatIsAcknowledgedWhereThatIsDurable() {
        confirmations.add(point(1, 10));
        confirmations.add(point(2, 20));

        assertThat(confirmations.confirmable(point(1, 10), Optional.empty()))
                .contains(new PostgresLsn(10));
    }

    @Test
    void confirmsNothingThatProductionHasNot() {
        confirmations.add(point(5, 50));
        confirmations.add(point(6, 60));

        assertThat(confirmable(point(6, 60), 4)).isEmpty();
        assertThat(confirmable(point(6, 60), 5)).contains(new PostgresLsn(50));
    }

    @Test
    void confirmsNothingThatIsNotAcknowledged() {
        confirmations.add(point(1, 10));
        confirmations.add(point(2, 20));

        assertThat(confirmable(point(1, 10), 2)).contains(new PostgresLsn(10));
    }

    @Test
    void aMarkMovesThePositionOfItsSequence() {
        confirmations.add(point(1, 10));
        confirmations.add(point(1, 15));

        assertThat(confirmable(point(1, 10), 1)).isEmpty();
        assertThat(confirmable(point(1, 15), 1)).contains(new PostgresLsn(15));
    }

    @Test
    void keepsALongBacklogInBoundsAndNeverGoesTooFar() {
        for (int i = 1; i <= 100_000; i++) {
            confirmations.add(point(i, 10L * i));
        }
        for (int durable = 997; durable <= 100_000; durable += 997) {
            Optional<SourcePosition> reached = confirmable(point(100_000, 1_000_000), durable);
            long limit = 10L * durable;
            assertThat(reached)
                    .hasValueSatisfying(position ->
                            assertThat(((PostgresLsn) position).value())
                                    .isBetween(limit - 1_000, limit));
        }
    }

    private Optional<SourcePosition> confirmable(ResumePoint acknowledged, long durable) {
        return confirmations.confirmable(acknowledged, Optional.of(new Sequence(durable)));
    }

    private static ResumePoint point(long sequence, long position) {
        return ResumePoint.after(new Sequence(sequence), new PostgresLsn(position));
    }
}
