package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One source transaction of more rows than `run` has memory for, the broker inside: a million in `-Xmx512m`, on MySQL a quarter of them in half of it unless
/// `-Dstageline.nightly` is set. `-Dstageline.faults.rows=N` makes it another size.
class LargeTransactionIT {
    private static final Logger log = LoggerFactory.getLogger(LargeTransactionIT.class);

    private record Size(int rows, String heap) {
        private static Size of(ServerKind kind) {
            boolean large =
                    kind == ServerKind.POSTGRES || System.getProperty("stageline.nightly") != null;
            return new Size(
                    Integer.getInteger("stageline.faults.rows", large ? 1_000_000 : 250_000),
                    large ? "512m" : "256m");
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishesItInOneProductionTransactionWithLittleMemory(ServerKind kind) throws Exception {
        Size size = Size.of(kind);
        try (var pipeline = Pipeline.embedded(Servers.freshFolder("change-log"), kind, "")) {
            String table =
                    "CREATE TABLE item (id bigint PRIMARY KEY, code varchar(40) NOT NULL UNIQUE, price numeric(12, 2) NOT NULL, note text, tx bigint NOT NULL)";
            pipeline.staging().execute(table);
            pipeline.production().execute(table);
            Audit.open(pipeline.production(), List.of("item"));
            ChildProcess run = pipeline.startWithin(size.heap, "run");
            pipeline.awaitCapturing();

            publish(
                    pipeline,
                    size.rows,
                    "INSERT INTO item SELECT i, concat('code ', i), i / 100.0, concat('an item of the large transaction, number ', i), 1 FROM "
                            + Series.to(size.rows, kind));
            publish(pipeline, size.rows, "UPDATE item SET price = price + 1, tx = 2");

            Rows.assertEqual(pipeline.staging(), pipeline.production(), List.of("item"));
            pipeline.stop(run);
        }
    }

    private static void publish(Pipeline pipeline, int rows, String sql) {
        RealDatabase production = pipeline.production();
        long before = pipeline.checkpoint();
        long start = System.nanoTime();
        pipeline.staging().execute(sql);
        long committed = System.nanoTime();
        Pipeline.await("%d rows in production of %s".formatted(rows, sql))
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pipeline.checkpoint() > before);
        long published = System.nanoTime();
        log.atInfo()
                .addKeyValue("kind", production.kind())
                .addKeyValue("rows", rows)
                .addKeyValue("seconds_in_staging", Duration.ofNanos(committed - start).toSeconds())
                .addKeyValue(
                        "seconds_to_publish", Duration.ofNanos(published - committed).toSeconds())
                .log("Large source transaction");
        assertThat(pipeline.checkpoint()).isEqualTo(before + 1);
        assertThat(production.value("SELECT count(*) FROM item")).isEqualTo("" + rows);
        assertThat(
                        production.query(
                                "SELECT count(*), count(DISTINCT production_tx) FROM audit_applied"))
                .describedAs("rows written, and in how many production transactions")
                .containsExactly(List.of("" + rows, "1"));
        production.execute("TRUNCATE TABLE audit_applied");
    }
}
