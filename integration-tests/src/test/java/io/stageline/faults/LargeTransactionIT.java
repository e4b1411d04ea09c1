package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One source transaction of a million rows, more than `run` has memory for: its child process has `-Xmx512m`, the broker inside.
/// `-Dstageline.faults.rows=N` makes it another size.
class LargeTransactionIT {
    private static final Logger log = LoggerFactory.getLogger(LargeTransactionIT.class);
    private static final int ROWS = Integer.getInteger("stageline.faults.rows", 1_000_000);

    /// A savepoint gives rows another xmin: what counts is the transaction each statement of production belongs to.
    private static final String AUDIT =
            """
            ;
            CREATE SCHEMA audit;
            CREATE TABLE audit.written (production_tx xid8 NOT NULL);
            CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO audit.written VALUES (pg_current_xact_id());
                RETURN NULL;
            END $$;
            CREATE TRIGGER note AFTER INSERT OR UPDATE ON item EXECUTE FUNCTION audit.note();
            ALTER TABLE item ENABLE ALWAYS TRIGGER note;
            """;

    @Test
    void publishesAMillionRowsInOneProductionTransactionWithLittleMemory() throws Exception {
        try (var pipeline = Pipeline.embedded(Servers.freshFolder("change-log"), "")) {
            String table =
                    "CREATE TABLE item (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, price numeric NOT NULL, note text)";
            pipeline.staging().execute(table);
            pipeline.production().execute(table + AUDIT);
            ChildProcess run = pipeline.startToWorkHard("run");
            pipeline.awaitCapturing();

            publish(
                    pipeline,
                    "insert",
                    "INSERT INTO item SELECT i, 'code ' || i, i / 100.0, 'an item of the large transaction, number ' || i FROM generate_series(1, %d) i"
                            .formatted(ROWS));
            publish(pipeline, "update", "UPDATE item SET price = price + 1");

            Rows.assertEqual(pipeline.staging(), pipeline.production(), List.of("item"));
            pipeline.stop(run);
        }
    }

    private static void publish(Pipeline pipeline, String kind, String sql) {
        TestDatabase production = pipeline.production();
        long before = pipeline.checkpoint();
        long start = System.nanoTime();
        pipeline.staging().execute(sql);
        long committed = System.nanoTime();
        Pipeline.await(kind + " of " + ROWS + " rows in production")
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pipeline.checkpoint() > before);
        long published = System.nanoTime();
        log.atInfo()
                .addKeyValue("kind", kind)
                .addKeyValue("rows", ROWS)
                .addKeyValue("seconds_in_staging", Duration.ofNanos(committed - start).toSeconds())
                .addKeyValue(
                        "seconds_to_publish", Duration.ofNanos(published - committed).toSeconds())
                .log("Large source transaction");
        assertThat(pipeline.checkpoint()).isEqualTo(before + 1);
        assertThat(production.value("SELECT count(*) FROM item")).isEqualTo("" + ROWS);
        assertThat(production.value("SELECT count(DISTINCT production_tx) FROM audit.written"))
                .describedAs("production transactions")
                .isEqualTo("1");
        production.execute("TRUNCATE audit.written");
    }
}
