package io.stageline.faults;

import io.stageline.testing.BrokerProcess;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `kill -9` of capture, publisher and broker in random order at random instants, under load. `-Dstageline.nightly` kills each 40 times,
/// `-Dstageline.faults.kills=N` N times; `-Dstageline.faults.seed=N` repeats a run.
class KilledProcessesIT {
    private static final Logger log = LoggerFactory.getLogger(KilledProcessesIT.class);
    private static final long SEED = Long.getLong("stageline.faults.seed", System.nanoTime());

    private static final Duration BETWEEN_KILLS_MAX = Duration.ofSeconds(4);

    private enum Victim {
        CAPTURE,
        PUBLISHER,
        BROKER
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingAndRepeatsNothingWhateverIsKilledWhenever(ServerKind kind) throws Exception {
        log.atInfo()
                .addKeyValue("seed", SEED)
                .addKeyValue("kind", kind)
                .log("Kills at random instants");
        try (var broker = BrokerProcess.start(Servers.freshFolder("broker"));
                var pipeline = Pipeline.over(broker.bootstrapServers(), kind)) {
            Shop.open(pipeline.staging(), pipeline.production());
            var running = new Running(pipeline, broker);
            pipeline.awaitCapturing();

            try (var witness = Witness.of(pipeline.production())) {
                try (var load = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                    killInRandomOrder(running, load, kills(kind));
                }
                pipeline.awaitPublished(running::startAgainWhatFoundNoServer);

                pipeline.assertPromiseKept(
                        witness, RawLog.read(broker.bootstrapServers(), pipeline.topic()));
            }
            running.stop();
        }
    }

    /// What goes wrong at a kill is the same on both; the servers' part of it is tried on each.
    private static int kills(ServerKind kind) {
        if (System.getProperty("stageline.nightly") != null) {
            return 40;
        }
        int everyDay =
                switch (kind) {
                    case POSTGRES -> 13;
                    case MYSQL -> 7;
                };
        return Integer.getInteger("stageline.faults.kills", everyDay);
    }

    private static void killInRandomOrder(Running running, Load load, int kills) {
        var random = new Random(SEED);
        for (Victim victim : order(random, kills)) {
            if (random
                    .nextBoolean()) { // half of them in their stride, half perhaps while they start
                running.awaitProgress();
            }
            Instants.awaitRandom(random, BETWEEN_KILLS_MAX, load);
            running.killAndStartAgain(victim);
        }
    }

    private static List<Victim> order(Random random, int kills) {
        var order = new ArrayList<Victim>();
        for (Victim victim : Victim.values()) {
            order.addAll(Collections.nCopies(kills, victim));
        }
        Collections.shuffle(order, random);
        return order;
    }

    private static final class Running {
        private final Pipeline pipeline;
        private final BrokerProcess broker;
        private ChildProcess capture;
        private ChildProcess publisher;

        private Running(Pipeline pipeline, BrokerProcess broker) {
            this.pipeline = pipeline;
            this.broker = broker;
            this.capture = pipeline.start("capture");
            this.publisher = pipeline.start("publish");
        }

        private void killAndStartAgain(Victim victim) {
            startAgainWhatFoundNoServer();
            log.atInfo()
                    .addKeyValue("victim", victim)
                    .addKeyValue("checkpoint", pipeline.checkpoint())
                    .log("Kill");
            switch (victim) {
                case CAPTURE -> {
                    capture.kill9();
                    capture = pipeline.start("capture");
                }
                case PUBLISHER -> {
                    publisher.kill9();
                    publisher = pipeline.start("publish");
                }
                case BROKER -> {
                    broker.kill9();
                    broker.restart();
                }
            }
        }

        /// As a service manager does. Nobody may give up for another reason.
        private void startAgainWhatFoundNoServer() {
            if (pipeline.foundNoServer(capture)) {
                capture = pipeline.start("capture");
            }
            if (pipeline.foundNoServer(publisher)) {
                publisher = pipeline.start("publish");
            }
        }

        private void awaitProgress() {
            long before = pipeline.checkpoint();
            Pipeline.await("something is published")
                    .until(() -> {
                        startAgainWhatFoundNoServer();
                        return pipeline.checkpoint() > before;
                    });
        }

        private void stop() {
            pipeline.stop(capture);
            pipeline.stop(publisher);
        }
    }
}
