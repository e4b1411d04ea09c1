package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// An operator's way with MySQL: doctor, run, status, run --once.
class CommandLineMySqlIT {
    private static final Duration EXIT_MAX = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLES =
            """
            CREATE TABLE product (id bigint PRIMARY KEY, sku varchar(50) NOT NULL UNIQUE);
            CREATE TABLE price (id bigint PRIMARY KEY, product bigint, amount decimal(10, 2),
                FOREIGN KEY (product) REFERENCES product (id) ON DELETE CASCADE ON UPDATE CASCADE)
            """;

    private final Path folder = Servers.freshFolder("command-line");

    private static String config(Path folder, MySqlDatabase staging, MySqlDatabase production) {
        return """
        pipeline: shop
        staging:    { url: "%s", user: "%s", password: "%s" }
        production: { url: "%s", user: "%s", password: "%s" }
        change-log: { data-dir: "%s" }
        capture:    { tick-interval: 500ms, retry-for: 20s }
        publisher:  { retry-for: 20s }
        """
                .formatted(
                        staging.url(),
                        staging.user(),
                        staging.password(),
                        production.url(),
                        production.user(),
                        production.password(),
                        folder.resolve("change-log"));
    }

    @Test
    void examinesRunsTellsAndPublishesOnce() throws Exception {
        try (MySqlDatabase staging = Servers.mysql(Role.STAGING).createDatabase();
                MySqlDatabase production =
                        Servers.mysql(Role.PRODUCTION).createDatabase(staging.name())) {
            staging.execute("SET GLOBAL binlog_row_metadata = FULL");
            staging.execute(TABLES);
            production.execute(TABLES);
            Path file =
                    Files.writeString(
                            folder.resolve("stageline.yaml"), config(folder, staging, production));

            try (ChildProcess doctor = stageline(file, "doctor")) {
                assertThat(doctor.waitForExit(EXIT_MAX)).as(doctor.stdout()).isZero();
                assertThat(doctor.stdout()).contains("Ready to run: no error, 0 warnings.");
            }
            try (ChildProcess run = stageline(file, "run")) {
                awaitRunning(file, run);
                staging.execute(
                        "INSERT INTO product VALUES (1, 'a'), (2, 'b'); INSERT INTO price VALUES (10, 1, 1.5), (20, 2, 2.5)");
                awaitRows(production, "2", run);
                JsonNode capture = status(file).get("capture");
                assertThat(capture.get("state").asText()).isEqualTo("running");
                assertThat(capture.get("position").asText()).matches("binlog\\.\\d{6}:\\d+( .*)?");
                assertThat(capture.get("lag").get("bytes").isNumber()).isTrue();
                run.terminate();
                assertThat(run.waitForExit(EXIT_MAX)).as(run.stderr()).isZero();
            }
            staging.execute(
                    "DELETE FROM product WHERE id = 1; UPDATE product SET id = 3 WHERE id = 2; INSERT INTO product VALUES (4, 'd')");
            try (ChildProcess once = stageline(file, "run", "--once")) {
                assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isZero();
                assertThat(once.stdout()).contains("published up to #5");
            }

            assertThat(production.query("SELECT * FROM product ORDER BY id"))
                    .isEqualTo(staging.query("SELECT * FROM product ORDER BY id"));
            assertThat(production.query("SELECT * FROM price ORDER BY id"))
                    .isEqualTo(staging.query("SELECT * FROM price ORDER BY id"));
        }
    }

    private void awaitRunning(Path file, ChildProcess run) {
        Awaitility.await()
                .atMost(EXIT_MAX)
                .until(() ->
                        !run.isAlive()
                                || status(file)
                                        .get("capture")
                                        .get("state")
                                        .asText()
                                        .equals("running"));
        assertThat(run.isAlive()).as(run.stderr()).isTrue();
    }

    private static void awaitRows(MySqlDatabase production, String rows, ChildProcess run) {
        Awaitility.await()
                .atMost(EXIT_MAX)
                .until(() ->
                        !run.isAlive()
                                || production.value("SELECT count(*) FROM price").equals(rows));
        assertThat(run.isAlive()).as(run.stderr()).isTrue();
    }

    private JsonNode status(Path file) throws Exception {
        try (ChildProcess status = stageline(file, "status", "--output", "json")) {
            status.waitForExit(EXIT_MAX);
            return JSON.readTree(status.stdout());
        }
    }

    private ChildProcess stageline(Path file, String command, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = "--config";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return ChildProcess.stageline(folder, arguments);
    }
}
