package io.stageline.operator.pipeline;

import io.stageline.operator.LogKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads of the halves. When one half cannot go on, the other is stopped too: an operator sees one end, with the
/// reason of the half that ended first.
final class Halves {
    private static final Logger log = LoggerFactory.getLogger(Halves.class);

    private final List<Half> halves;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch running;
    private final AtomicReference<@Nullable End> first = new AtomicReference<>();

    Halves(List<Half> halves) {
        this.halves = List.copyOf(halves);
        this.running = new CountDownLatch(halves.size());
    }

    void start() {
        for (Half half : halves) {
            threads.add(Thread.ofPlatform().name(half.name()).start(() -> run(half)));
        }
    }

    /// Asks both to finish what they have begun. Returns at once.
    void stop() {
        halves.forEach(Half::stop);
    }

    /// The end, when all have ended in time.
    Optional<End> within(Duration patience) throws InterruptedException {
        return running.await(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(Objects.requireNonNullElseGet(first.get(), End.Stopped::new))
                : Optional.empty();
    }

    private void run(Half half) {
        End ended;
        try {
            ended = half.run();
        } catch (RuntimeException | Error e) { // a broken invariant of ours
            log.atError().setCause(e).addKeyValue(LogKeys.HALF, half.name()).log("Broke off");
            ended = new End.Failed(half.name() + " broke off: " + e, e);
        }
        if (!(ended instanceof End.Stopped)) {
            first.compareAndSet(null, ended);
        }
        running.countDown();
        stop();
    }
}
