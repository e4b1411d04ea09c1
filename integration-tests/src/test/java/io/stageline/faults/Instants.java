package io.stageline.faults;

import java.time.Duration;
import java.util.Random;

/// Random instants at which something goes wrong.
final class Instants {
    private Instants() {}

    /// Returns at a random instant within this time, while the load goes on: staging commits on the way there.
    static void awaitRandom(Random random, Duration most, Load load) {
        long instant = System.nanoTime() + random.nextLong(most.toNanos());
        long before = load.committed();
        Pipeline.await("a random instant under load")
                .pollInterval(Duration.ofMillis(2))
                .until(() -> System.nanoTime() - instant >= 0 && load.committed() > before);
    }
}
