package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Retries retries = new Retries(Duration.ofMinutes(5));

    @Test
    void triesAgainUntilItHasFailedForTooLong() {
        assertThat(retries.failed(0)).isTrue();
        assertThat(retries.failed(4 * MINUTE)).isTrue();

        assertThat(retries.failed(5 * MINUTE)).isFalse();
    }

    @Test
    void aSuccessInBetweenBeginsAnew() {
        retries.failed(0);
        retries.nextPause();
        retries.succeeded();

        assertThat(retries.failed(5 * MINUTE)).isTrue();
        assertThat(retries.failed(9 * MINUTE)).isTrue();
        assertThat(retries.nextPause()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void pausesGrowUpToABound() {
        assertThat(Stream.generate(retries::nextPause).limit(8).map(Duration::toMillis))
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10000L, 10000L);
    }
}
