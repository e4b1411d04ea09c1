package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.Pgbench;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client that nobody of us wrote loads and drives staging.
class PgbenchIT {
    private static final Logger log = LoggerFactory.getLogger(PgbenchIT.class);
    private static final List<String> TABLES =
            List.of("pgbench_branches", "pgbench_tellers", "pgbench_accounts", "pgbench_history");

    /// The table without primary key, to which every transaction of pgbench adds a row.
    private static final String HISTORY =
            "SELECT count(*) || ' rows, sum ' || coalesce(sum(delta), 0) FROM pgbench_history";

    @Test
    void publishesWhatPgbenchLoadsAndDrives() throws Exception {
        Path pgbench = Pgbench.program();
        try (var pipeline =
                Pipeline.embedded(Servers.freshFolder("change-log"), ServerKind.POSTGRES, "")) {
            TestDatabase staging = (TestDatabase) pipeline.staging();
            for (TestDatabase database : List.of(staging, (TestDatabase) pipeline.production())) {
                run(pgbench, database, "-i", "-I", "dtp");
            }
            ChildProcess run = pipeline.start("run");
            pipeline.awaitCapturing();

            run(pgbench, staging, "-i", "-I", "g"); // a TRUNCATE and 100,000 rows by COPY
            run(pgbench, staging, "-c", "2", "-j", "1", "-T", "10");

            String wanted = staging.value(HISTORY);
            assertThat(wanted).doesNotStartWith("0 rows");
            Pipeline.await("production's history has " + wanted)
                    .until(() -> pipeline.production().value(HISTORY).equals(wanted));
            Rows.assertEqual(staging, pipeline.production(), TABLES);
            pipeline.stop(run);
        }
    }

    private static void run(Path pgbench, TestDatabase database, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(pgbench.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(
                        Map.of(
                                "PGHOST", database.server().host(),
                                "PGPORT", Integer.toString(database.server().port()),
                                "PGUSER", database.user(),
                                "PGPASSWORD", database.password(),
                                "PGDATABASE", database.name()));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(said).isZero();
        log.atInfo().addKeyValue("said", said.strip()).log("pgbench");
    }
}
