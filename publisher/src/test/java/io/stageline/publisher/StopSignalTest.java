package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final StopSignal stop = new StopSignal();
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void wakesTheSleeperWhenAsked() {
        stop.wakes(woken::incrementAndGet);
        assertThat(woken).hasValue(0);

        stop.ask();

        assertThat(woken).hasValue(1);
        assertThat(stop.isAsked()).isTrue();
    }

    @Test
    void wakesNobodyWhoIsGone() {
        stop.wakes(woken::incrementAndGet);
        stop.wakesNobody();

        stop.ask();

        assertThat(woken).hasValue(0);
    }
}
