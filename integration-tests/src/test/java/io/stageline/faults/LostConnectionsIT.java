package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.embedded.EmbeddedDatabase;
import io.stageline.testing.BrokerProcess;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.PostgresServer;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every server goes away for a moment while `run` goes on, under load.
class LostConnectionsIT {
    private static final Logger log = LoggerFactory.getLogger(LostConnectionsIT.class);
    private static final long SEED = Long.getLong("stageline.faults.seed", System.nanoTime());
    private static final int TIMES = 3;
    private static final Duration BETWEEN_LOSSES_MAX = Duration.ofSeconds(6);

    private enum Loss {
        SESSIONS_IN_STAGING,
        SESSIONS_IN_PRODUCTION,
        BROKER,
        STAGING,
        PRODUCTION
    }

    @Test
    void goesOnByItselfWhateverGoesAwayForAMoment() throws Exception {
        log.atInfo().addKeyValue("seed", SEED).log("Losses at random instants");
        try (var staging = new RestartableDatabase(Servers.freshFolder("staging"));
                var production = new RestartableDatabase(Servers.freshFolder("production"));
                var broker = BrokerProcess.start(Servers.freshFolder("broker"));
                var pipeline =
                        Pipeline.over(
                                broker.bootstrapServers(),
                                staging.createDatabase(),
                                production.createDatabase())) {
            Shop.open(pipeline.staging(), pipeline.production());
            ChildProcess run = pipeline.start("run");
            pipeline.awaitCapturing();

            try (var witness = Witness.of(pipeline.production())) {
                try (var load = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                    var random = new Random(SEED);
                    for (Loss loss : order(random)) {
                        Instants.awaitRandom(random, BETWEEN_LOSSES_MAX, load);
                        assertThat(run.isAlive()).describedAs(pipeline.describe()).isTrue();
                        log.atInfo().addKeyValue("loss", loss).log("Loss");
                        switch (loss) {
                            case SESSIONS_IN_STAGING -> endSessions(pipeline.staging());
                            case SESSIONS_IN_PRODUCTION -> endSessions(pipeline.production());
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

    private static List<Loss> order(Random random) {
        var order = new ArrayList<Loss>();
        for (Loss loss : Loss.values()) {
            order.addAll(Collections.nCopies(TIMES, loss));
        }
        Collections.shuffle(order, random);
        return order;
    }

    private static void endSessions(TestDatabase database) {
        database.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> '%s'
                """
                        .formatted(Load.APPLICATION));
    }

    private static void restart(BrokerProcess broker) {
        broker.terminate();
        broker.restart();
    }

    private static final class RestartableDatabase implements AutoCloseable {
        private final Path folder;
        private EmbeddedDatabase database;

        private RestartableDatabase(Path folder) {
            this.folder = folder;
            this.database = EmbeddedDatabase.start(folder, Map.of());
        }

        private TestDatabase createDatabase() {
            return new PostgresServer(
                            "127.0.0.1", database.port(), database.user(), database.password())
                    .createDatabase();
        }

        private void restart() {
            database.close();
            database = EmbeddedDatabase.start(folder, Map.of());
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
