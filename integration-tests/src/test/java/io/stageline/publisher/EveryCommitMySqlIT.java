package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.SourceTransaction;
import io.stageline.database.Database;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.state.Reign;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// As [EveryCommitIT], of MySQL: its random schemas have its own constraints, collations and foreign-key actions.
class EveryCommitMySqlIT {
    private static final int TRANSACTIONS = 40;

    private final int histories = Integer.getInteger("stageline.histories", 12);
    private final long seed = Long.getLong("stageline.seed", 2000L);
    private MySqlHistory history;
    private RealDatabase production;

    @BeforeEach
    void open() throws SQLException {
        history = new MySqlHistory();
        production = ServerKind.createMySqlProduction(history.staging().name());
    }

    @AfterEach
    void close() throws SQLException {
        history.close();
        production.close();
    }

    @Test
    void showsWhatStagingHeldAfterThatSourceTransaction() throws SQLException {
        for (long one = seed; one < seed + histories; one++) {
            publish(one);
        }
    }

    private void publish(long one) throws SQLException {
        var random = new Random(one);
        MySqlRandomSchema schema = MySqlRandomSchema.next(random);
        List<SourceTransaction> transactions = history.execute(schema, random, TRANSACTIONS);
        try (Connection reading = production.connect()) {
            MySqlHistory.create(reading, schema);
            try (ProductionSession session =
                    ProductionSession.open(
                            new Database("histories", production.config()),
                            "histories",
                            OptionalInt.empty())) {
                Reign reign = Reign.claim(session.connection(), "p" + one, 0, "test");
                String story = "-Dstageline.seed=" + one + "\n" + schema.sql();
                publish(session, reign, "p" + one, transactions, random, reading, story);
            }
        }
    }

    private void publish(
            ProductionSession session,
            Reign reign,
            String pipeline,
            List<SourceTransaction> transactions,
            Random random,
            Connection reading,
            String story)
            throws SQLException {
        Holds holds = Holds.open(session.connection(), pipeline, 0);
        var passage = new Passage(session, reign, holds, () -> {});
        Arbiter arbiter = _ -> PublisherConfig.ConflictPolicy.HALT;
        var publisher = new BatchPublisher(session, holds, passage, arbiter);
        Checkpoint checkpoint = reign.checkpoint(session.connection()).orElseThrow();
        int batchMost = 1 + random.nextInt(TRANSACTIONS);
        List<SourceTransaction> rest = transactions;
        while (!rest.isEmpty()) {
            boolean inPieces = random.nextInt(6) == 0;
            int count = inPieces ? 1 : Math.min(rest.size(), 1 + random.nextInt(batchMost));
            List<SourceTransaction> batch = rest.subList(0, count);
            Progress progress =
                    inPieces
                            ? EveryCommitIT.publishInPieces(
                                    session, passage, arbiter, checkpoint, batch.getFirst(), random)
                            : publisher.publish(checkpoint, batch, Optional.empty());
            long last = batch.getLast().sequence().value();
            String told =
                    "%s\n%s"
                            .formatted(
                                    story,
                                    history.statements(batch.getFirst().sequence().value(), last));
            assertThat(progress.ending())
                    .as("%s", told)
                    .isInstanceOf(Progress.Ending.Complete.class);
            assertThat(progress.reached().sequence().value()).isEqualTo(last);
            assertThat(MySqlHistory.state(reading)).as("%s", told).isEqualTo(history.state(last));
            checkpoint = progress.reached();
            rest = rest.subList(count, rest.size());
        }
    }
}
