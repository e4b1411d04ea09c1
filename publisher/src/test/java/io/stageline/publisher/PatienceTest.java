package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final Patience patience = new Patience(Duration.ofMinutes(1), now::get);

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void pausesGrowUpToABound() {
        assertThat(IntStream.range(0, 8).mapToObj(_ -> patience.failed().orElseThrow().toMillis()))
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }

    @Test
    void whatFailsForLongerThanTheBoundIsGivenUp() {
        assertThat(patience.failed()).isPresent();
        passes(Duration.ofSeconds(59));
        assertThat(patience.failed()).isPresent();
        passes(Duration.ofSeconds(2));

        assertThat(patience.failed()).isEmpty();
    }

    @Test
    void successBeginsAnew() {
        assertThat(patience.failed()).isPresent();
        assertThat(patience.failed()).isPresent();
        patience.restore();
        passes(Duration.ofHours(3));

        assertThat(patience.failing()).isFalse();
        assertThat(patience.failed()).contains(Duration.ofMillis(200));
    }

    @Test
    void attemptsThatLastLongerThanTheBoundGetSeveral() {
        assertThat(patience.failed()).isPresent();
        passes(Duration.ofMinutes(10));
        assertThat(patience.failed()).isPresent();
        passes(Duration.ofMinutes(10));

        assertThat(patience.failed()).isEmpty();
    }
}
