package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopRequestTest {
    private final StopRequest stop = new StopRequest();

    @Test
    void tellsWhetherAnybodyListens() {
        assertThat(stop.request()).isFalse();
    }

    @Test
    void callsEveryListener() {
        var calls = new AtomicInteger();
        stop.whenRequested(calls::incrementAndGet);
        stop.whenRequested(calls::incrementAndGet);

        boolean listened = stop.request();

        assertThat(listened).isTrue();
        assertThat(calls).hasValue(2);
    }

    @Test
    void callsAListenerThatComesTooLateAtOnce() {
        var calls = new AtomicInteger();
        stop.request();

        stop.whenRequested(calls::incrementAndGet);

        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotWaitBeyondARequest() {
        stop.request();

        assertThat(stop.within(Duration.ofHours(1))).isTrue();
    }
}
