package io.stageline.publisher.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is read ahead is bounded: a thread that was interrupted tells whether it would have to wait.
class HandoverBoundTest {
    private static final Delivery DELIVERY = new Delivery.LargeDiscarded();

    private final Handover handover = new Handover(new FeedLimits(10, 10, 1000));

    private void expectToWait(int rows, long size) {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> handover.put(DELIVERY, rows, size))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void moreRowsThanTheBoundMakeTheReaderWait() throws InterruptedException {
        handover.put(DELIVERY, 6, 1);

        expectToWait(6, 1);
    }

    @Test
    void longerValuesThanTheBoundMakeTheReaderWait() throws InterruptedException {
        handover.put(DELIVERY, 1, 600);

        expectToWait(1, 600);
    }

    @Test
    void whatIsTakenMakesRoom() throws InterruptedException {
        handover.put(DELIVERY, 6, 600);
        handover.take(Duration.ZERO, 1);

        assertThat(handover.put(DELIVERY, 6, 600)).isTrue();
    }

    @Test
    void whatIsLargerThanTheBoundFitsAnEmptyQueue() throws InterruptedException {
        assertThat(handover.put(DELIVERY, 50, 5000)).isTrue();

        expectToWait(1, 1);
    }
}
