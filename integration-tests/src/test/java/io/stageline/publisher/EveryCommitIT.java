package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourceTransaction;
import io.stageline.configuration.Secret;
import io.stageline.conflict.Conflict;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.state.Reign;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Over random schemas and random histories: whatever production commits is what staging held after that source transaction.
/// Staging really executed the histories; production is written by the publisher's own rooms in batches and pieces of random
/// sizes, and a trigger on the checkpoint notes what each commit shows.
///
/// The same histories each time, so that a red build means a new fault; `-Dstageline.seed=… -Dstageline.histories=…` looks at
/// others. Who looks for parents takes turns. The seed of a history that fails is in the message.
class EveryCommitIT {
    private static final Logger log = LoggerFactory.getLogger(EveryCommitIT.class);
    private static final int TRANSACTIONS = 40;
    private static final int PIECE = 7;
    private static final String WITNESS =
            """
            CREATE SCHEMA IF NOT EXISTS witness;
            CREATE TABLE IF NOT EXISTS witness.seen (sequence bigint, state text);
            TRUNCATE witness.seen;
            CREATE OR REPLACE FUNCTION witness.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO witness.seen VALUES (new.sequence, public.state()); RETURN NULL; END $$;
            CREATE OR REPLACE TRIGGER note AFTER UPDATE OF sequence ON stageline.checkpoint
                FOR EACH ROW EXECUTE FUNCTION witness.note()
            """;

    private final int histories = Integer.getInteger("stageline.histories", 12);
    private final long seed = Long.getLong("stageline.seed", 1000L);
    private final TestDatabase staging = Servers.postgres(Role.STAGING).createDatabase();
    private final TestDatabase production = Servers.postgres(Role.PRODUCTION).createDatabase();
    private StagingHistory history;

    @BeforeEach
    void open() throws SQLException {
        history = new StagingHistory(staging);
    }

    @AfterEach
    void close() throws SQLException {
        history.close();
        staging.close();
        production.close();
    }

    @Test
    void showsWhatStagingHeldAfterThatSourceTransaction() throws SQLException {
        log.atInfo().addKeyValue("seed", seed).log("Random histories");
        for (long one = seed; one < seed + histories; one++) {
            publish(one);
        }
    }

    private void publish(long one) throws SQLException {
        var random = new Random(one);
        RandomSchema schema = RandomSchema.next(random);
        history.begin(schema.sql());
        history.execute(new RandomStatements(schema, random), random, TRANSACTIONS);
        production.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + schema.sql());
        production.execute(StagingHistory.STATE);

        String story = "-Dstageline.seed=" + one + "\n" + schema.sql();
        var config =
                new DatabaseConfig(
                        production.url(), production.user(), new Secret(production.password()));
        try (ProductionSession session =
                ProductionSession.open(
                        new Database("histories", config),
                        "histories",
                        one % 2 == 0 ? OptionalInt.empty() : OptionalInt.of(1))) {
            Reign reign = Reign.claim(session.connection(), "p" + one, 0, "test");
            production.execute(WITNESS);
            publish(session, reign, "p" + one, random, story);
        }
        expectOnlyWhatStagingHeld(story);
    }

    private void publish(
            ProductionSession session, Reign reign, String pipeline, Random random, String story)
            throws SQLException {
        Holds holds = Holds.open(session.connection(), pipeline, 0);
        var passage = new Passage(session, reign, holds, () -> {});
        Arbiter arbiter = _ -> PublisherConfig.ConflictPolicy.HALT;
        var publisher = new BatchPublisher(session, holds, passage, arbiter);
        Checkpoint checkpoint = reign.checkpoint(session.connection()).orElseThrow();
        int batchMost = 1 + random.nextInt(TRANSACTIONS);
        List<SourceTransaction> rest = history.transactions();
        while (!rest.isEmpty()) {
            int count = Math.min(rest.size(), 1 + random.nextInt(batchMost));
            boolean inPieces = random.nextInt(6) == 0;
            Progress progress =
                    inPieces
                            ? publishInPieces(
                                    session, passage, arbiter, checkpoint, rest.getFirst(), random)
                            : publisher.publish(
                                    checkpoint,
                                    rest.subList(0, count),
                                    random.nextBoolean()
                                            ? Optional.of(
                                                    session.batchPlanner()
                                                            .ahead(rest.subList(0, count)))
                                            : Optional.empty());
            long first = checkpoint.sequence().value() + 1;
            long last = first + (inPieces ? 1 : count) - 1;
            assertThat(progress.ending())
                    .as("%s\n%s", story, history.statements(first, last))
                    .isInstanceOf(Progress.Ending.Complete.class);
            assertThat(progress.reached().sequence().value()).isEqualTo(last);
            assertThat(production.value("SELECT public.state()"))
                    .as("%s\n%s", story, history.statements(first, last))
                    .isEqualTo(history.state(last));
            checkpoint = progress.reached();
            rest = rest.subList((int) (last - first + 1), rest.size());
        }
    }

    /// As a source transaction that is too large for memory.
    static Progress publishInPieces(
            ProductionSession session,
            Passage passage,
            Arbiter arbiter,
            Checkpoint from,
            SourceTransaction transaction,
            Random random)
            throws SQLException {
        var settlement = new Settlement(arbiter, passage.conflicts(), OptionalLong.empty());
        var attempt = new CarefulAttempt(session, Origin.of(transaction).beginning(), settlement);
        CarefulWriter writer = attempt.begin(Optional.empty());
        List<ChangeEvent> rest = transaction.events();
        int ordinal = 1;
        Optional<Conflict> conflict = Optional.empty();
        while (!rest.isEmpty() && conflict.isEmpty()) {
            int size = Math.min(rest.size(), 1 + random.nextInt(PIECE));
            conflict = writer.write(ordinal, rest.subList(0, size));
            ordinal += size;
            rest = rest.subList(size, rest.size());
        }
        Checkpoint to = from.after(transaction);
        return switch (attempt.conclude(writer, conflict)) {
            case CarefulAttempt.Result.Written written when passage.commit(from, to) ->
                    Progress.written(to, written.tally());
            case CarefulAttempt.Result.Written _ ->
                    Progress.none(from, new Progress.Ending.Fenced());
            case CarefulAttempt.RefusedLate late -> throw new AssertionError(late);
            case CarefulAttempt.Result.Contradicted contradicted ->
                    passage.halt(from, contradicted.conflict());
        };
    }

    private void expectOnlyWhatStagingHeld(String story) {
        for (List<@Nullable String> seen :
                production.query("SELECT sequence, state FROM witness.seen ORDER BY 1")) {
            long sequence = Long.parseLong(String.valueOf(seen.getFirst()));
            assertThat(seen.getLast())
                    .as("#%d of %s", sequence, story)
                    .isEqualTo(history.state(sequence));
        }
    }
}
