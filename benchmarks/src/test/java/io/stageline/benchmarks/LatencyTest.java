package io.stageline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void ordersTheTimesBetweenCommitAndVisible() {
        long[] committed = new long[200];
        long[] visible = LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000_000).toArray();

        Latency latency = Latency.between(committed, visible);
        assertThat(latency).isEqualTo(new Latency(101, 199, 200, 200));
    }
}
