package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Every server goes away for a moment while `run` goes on, under load.
class LostConnectionsIT {
    private static final Logger log = LoggerFactory.getLogger(LostConnectionsIT.class);
    private static final long SEED = Long.getLong("stageline.faults.seed", System.nanoTime());
    private static final Duration BETWEEN_LOSSES_MAX = Duration.ofSeconds(6);

    private enum Loss {
        SESSIONS_IN_STAGING,
        SESSIONS_IN_PRODUCTION,
        BROKER,
        STAGING,
        PRODUCTION
    }

    @ParameterizedTest
    @EnumSource
    void goesOnByItselfWhateverGoesAwayForAMoment(ServerKind kind) throws Exception {
        log.atInfo()
                .addKeyValue("seed", SEED)
                .addKeyValue("kind", kind)
                .log("Losses at random instants");
        try (var staging = RestartableServer.start(kind, Servers.freshFolder("staging"));
                var production = RestartableServer.start(kind, Servers.freshFolder("production"));
                var broker = BrokerProcess.start(Servers.freshFolder("broker"));
                var pipeline =
                        Pipeline.over(
                                broker.bootstrapServers(),
                                staging.database(),
                                production.database())) {
            Shop.open(pipeline.staging(), pipeline.production());
            ChildProcess run = pipeline.start("run");
            pipeline.awaitCapturing();

            try (var witness = Witness.of(pipeline.production())) {
                try (var load = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                    var random = new Random(SEED);
                    for (Loss loss : order(random, times(kind))) {
                        Instants.awaitRandom(random, BETWEEN_LOSSES_MAX, load);
                        assertThat(run.isAlive()).describedAs(pipeline.describe()).isTrue();
                        log.atInfo().addKeyValue("loss", loss).log("Loss");
                        switch (loss) {
                            case SESSIONS_IN_STAGING -> Sessions.end(pipeline.staging());
                            case SESSIONS_IN_PRODUCTION -> Sessions.end(pipeline.production());
                            case BROKER -> restart(broker);
                            case STAGING -> staging.restart();
                            case PRODUCTION -> production.restart();
                        }
                    }
                }
                pipeline.awaitPublished();

                pipeline.assertPromiseKept(
                        witness, RawLog.read(broker.bootstrapServers(), pipeline.topic()));
            }
            pipeline.stop(run);
        }
    }

    private static int times(ServerKind kind) {
        if (System.getProperty("stageline.nightly") != null) {
            return 6;
        }
        return switch (kind) {
            case POSTGRES -> 2;
            case MYSQL -> 1;
        };
    }

    private static List<Loss> order(Random random, int times) {
        var order = new ArrayList<Loss>();
        for (Loss loss : Loss.values()) {
            order.addAll(Collections.nCopies(times, loss));
        }
        Collections.shuffle(order, random);
        return order;
    }

    private static void restart(BrokerProcess broker) {
        broker.terminate();
        broker.restart();
    }
}
