package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Sysbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client that nobody of us wrote loads and drives a MySQL staging.
class SysbenchIT {
    private static final Logger log = LoggerFactory.getLogger(SysbenchIT.class);
    private static final Duration PUBLISHED_MAX = Duration.ofMinutes(5);

    @Test
    void publishesWhatSysbenchLoadsAndDrives() throws Exception {
        Path sysbench = Sysbench.program();
        try (var pipeline = Pipeline.of(ServerKind.MYSQL, "", "", Pipeline.PUBLIC)) {
            var staging = (MySqlDatabase) pipeline.staging();
            run(sysbench, (MySqlDatabase) pipeline.production(), "--table-size=0", "prepare");
            pipeline.start();

            run(sysbench, staging, "--table-size=2000", "prepare");
            String loaded = checksum(staging);
            run(sysbench, staging, "--table-size=2000", "--threads=3", "--time=10", "run");

            pipeline.awaitPublished(PUBLISHED_MAX);
            pipeline.assertEqual();
            assertThat(checksum(staging)).isNotEqualTo(loaded);
            pipeline.audit();
        }
    }

    private static String checksum(RealDatabase database) {
        return database.query("CHECKSUM TABLE sbtest1, sbtest2").toString();
    }

    private static void run(Path sysbench, MySqlDatabase database, String... arguments)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                sysbench.toString(),
                                "oltp_read_write",
                                "--db-driver=mysql",
                                "--mysql-host=" + database.server().host(),
                                "--mysql-port=" + database.server().port(),
                                "--mysql-user=" + database.user(),
                                "--mysql-password=" + database.password(),
                                "--mysql-db=" + database.name(),
                                "--tables=2"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(said).isZero();
        log.atInfo().addKeyValue("said", said.strip()).log("sysbench");
    }
}
