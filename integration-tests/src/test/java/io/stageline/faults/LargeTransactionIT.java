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

    @Test
    void publishesAMillionRowsInOneProductionTransactionWithLittleMemory() throws Exception {
        try (var pipeline = Pipeline.embedded(Servers.freshFolder("change-log"), "")) {
            String table =
                    "CREATE TABLE item (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, price numeric NOT NULL, note text)";
            pipeline.staging().execute(table);
            pipeline.production().execute(table);
            ChildProcess run = pipeline.start("run");
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
        assertThat(
                        production.value(
                                "SELECT count(*) || ' rows, ' || count(DISTINCT xmin::text) || ' transaction' FROM item"))
                .isEqualTo(ROWS + " rows, 1 transaction");
    }
}
