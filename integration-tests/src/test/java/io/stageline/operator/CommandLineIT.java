package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stageline.testing.BrokerProcess;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `run` and `status` as an operator uses them: the real main in a process of its own, over the embedded broker.
class CommandLineIT {
    private static final Duration EXIT_MAX = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLES =
            """
            CREATE TABLE product (id bigint PRIMARY KEY, sku text NOT NULL UNIQUE, name text);
            CREATE TABLE price (product_id bigint PRIMARY KEY REFERENCES product, amount numeric(10, 2))
            """;

    private final Path folder = Servers.freshFolder("command-line");
    private TestDatabase staging;
    private TestDatabase production;
    private Path config;

    @BeforeEach
    void createShop() throws IOException {
        staging = Servers.postgres(Role.STAGING).createDatabase();
        production = Servers.postgres(Role.PRODUCTION).createDatabase();
        staging.execute(TABLES);
        production.execute(TABLES);
        config =
                Files.writeString(
                        folder.resolve("stageline.yaml"),
                        """
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
                                        folder.resolve("change-log")));
    }

    @AfterEach
    void dropShop() {
        staging.close();
        production.close();
    }

    @Test
    void runPublishesAndGoesOnAfterARestart() throws Exception {
        try (ChildProcess run = stageline("run")) {
            awaitSlot(run);
            insertProducts(1, 50);
            awaitProducts(50, run);
            run.terminate();

            assertThat(run.waitForExit(EXIT_MAX)).as(run.stderr()).isZero();
        }
        insertProducts(51, 80);
        try (ChildProcess run = stageline("run")) {
            awaitProducts(80, run);
            run.interrupt();

            assertThat(run.waitForExit(EXIT_MAX)).as(run.stderr()).isZero();
        }
        assertThat(production.query("SELECT * FROM product ORDER BY id"))
                .isEqualTo(staging.query("SELECT * FROM product ORDER BY id"));
        assertThat(production.query("SELECT * FROM price ORDER BY 1"))
                .isEqualTo(staging.query("SELECT * FROM price ORDER BY 1"));
    }

    @Test
    void onceOnAFreshPipelineHasNothingToPublishAndEnds() throws Exception {
        try (ChildProcess once = stageline("run", "--once")) {
            assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isZero();
            assertThat(once.stdout()).contains("published up to #0");
        }
    }

    @Test
    void oncePublishesWhatIsCommittedAndEnds() throws Exception {
        runOnce();
        insertProducts(1, 30);

        try (ChildProcess once = stageline("run", "--once")) {
            assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isZero();
            assertThat(once.stdout()).contains("published up to #30");
        }
        assertThat(production.value("SELECT count(*) FROM product")).isEqualTo("30");
    }

    @Test
    void onceEndsAtAConflictThatHaltsAndTellsIt() throws Exception {
        runOnce();
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "publisher:  { retry-for: 20s }",
                                "publisher:  { retry-for: 20s, on-conflict: halt }"));
        production.execute("INSERT INTO product VALUES (900, 'SKU-1', 'by hand')");
        insertProducts(1, 3);

        try (ChildProcess once = stageline("run", "--once")) {
            assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isEqualTo(4);
            assertThat(once.stderr())
                    .contains("conflict unique_exists on public.product at #1")
                    .contains("id=900")
                    .contains("product_sku_key");
        }
        assertThat(production.value("SELECT string_agg(name, ',') FROM product"))
                .isEqualTo("by hand");
        try (ChildProcess status = stageline("status", "--output", "json")) {
            assertThat(status.waitForExit(EXIT_MAX)).as(status.stderr()).isEqualTo(4);
            assertThat(status.stdout()).contains("\"type\":\"unique_exists\"");
        }
    }

    @Test
    void oncePublishesEverythingButWhatIsHeldAndTellsThat() throws Exception {
        runOnce();
        production.execute("INSERT INTO product VALUES (900, 'SKU-1', 'by hand')");
        staging.execute("INSERT INTO product VALUES (1, 'SKU-1', 'in conflict')");
        staging.execute("INSERT INTO product VALUES (2, 'SKU-2', 'free')");

        try (ChildProcess once = stageline("run", "--once")) {
            assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isEqualTo(4);
            assertThat(once.stderr())
                    .contains(
                            "Everything else in the change log is published; 1 source transaction is held since");
        }
        assertThat(production.value("SELECT string_agg(name, ',' ORDER BY id) FROM product"))
                .isEqualTo("free,by hand");
    }

    @Test
    void captureWaitsForAKafkaThatStartsAfterIt() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
            broker.terminate();
            configureFor(broker);
            try (ChildProcess capture = stageline("capture")) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> capture.stderr().contains("tries again"));
                assertThat(capture.isAlive()).as(capture.stderr()).isTrue();

                broker.restart();
                awaitSlot(capture);
            }
        }
    }

    @Test
    void onceGivesUpAfterItsTimeout() throws Exception {
        try (ChildProcess once = stageline("run", "--once", "--timeout", "1ms")) {
            assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isEqualTo(8);
        }
    }

    @Test
    void statusTellsTheTruthBeforeWhileAndAfterItRuns() throws Exception {
        assertThat(status(0)).contains("never started");
        try (ChildProcess run = stageline("run")) {
            awaitSlot(run);
            insertProducts(1, 7);
            awaitProducts(7, run);
            Awaitility.await()
                    .atMost(EXIT_MAX)
                    .untilAsserted(() ->
                            assertThat(status(0))
                                    .contains("idle")
                                    .contains("running")
                                    .contains("#7"));
        }
        assertThat(status(0)).contains("stopped").contains("#7").contains("does not run");
    }

    @Test
    void watchTellsTheStatusAgainAndAgainUntilItIsStopped() throws Exception {
        runOnce();

        try (ChildProcess watch = stageline("status", "--watch", "--output", "json")) {
            patience(watch).until(() -> watch.stdout().lines().count() >= 2);
            watch.interrupt();

            assertThat(watch.waitForExit(EXIT_MAX)).as(watch.stderr()).isZero();
            assertThat(watch.stdout().lines())
                    .allSatisfy(line ->
                            assertThat(JSON.readTree(line).path("pipeline").asText())
                                    .isEqualTo("shop"));
        }
    }

    @Test
    void logsAsJsonWhereAsked() throws Exception {
        try (ChildProcess once = stageline("run", "--once", "--log-format", "json")) {
            assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isZero();
            assertThat(once.stderr().lines().filter(line -> line.startsWith("{")))
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        JsonNode logged = JSON.readTree(line);
                        assertThat(logged.path("message").asText()).isNotBlank();
                        assertThat(logged.has("@timestamp")).isTrue();
                        assertThat(logged.has("log.level")).isTrue();
                    })
                    .anySatisfy(line -> assertThat(line).contains("Publisher reigns"));
        }
    }

    @Test
    void runSaysWhichServerItCannotReach() throws Exception {
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(production.url(), "jdbc:postgresql://127.0.0.1:1/shop"));

        try (ChildProcess run = stageline("run")) {
            assertThat(run.waitForExit(EXIT_MAX)).as(run.stderr()).isEqualTo(69);
            assertThat(run.stderr()).contains("127.0.0.1:1");
        }
    }

    @Test
    void runRefusesToStartWhereTheDoctorFindsAnError() throws Exception {
        production.execute("DROP TABLE price");

        String finding;
        try (ChildProcess doctor = stageline("doctor", "--output", "ndjson")) {
            assertThat(doctor.waitForExit(EXIT_MAX)).as(doctor.stderr()).isEqualTo(7);
            assertThat(doctor.stdout()).contains("\"id\":\"production.table-missing\"");
            finding = doctor.stdout();
        }
        try (ChildProcess run = stageline("run")) {
            assertThat(run.waitForExit(EXIT_MAX)).as(run.stderr()).isEqualTo(7);
            assertThat(run.stderr()).contains("production.table-missing").contains("price");
        }
        assertThat(finding).contains("price");
        assertThat(
                        staging.value(
                                "SELECT count(*) FROM pg_replication_slots WHERE database = current_database()"))
                .isEqualTo("0");
    }

    /// Nothing comes from a Kafka that is away, nor from one where nothing happens. What is held can be released all the same.
    @Test
    void publishTellsThatKafkaIsAwayAndReleasesWithoutIt() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
            configureFor(broker);
            try (ChildProcess publish = stageline("publish")) {
                production.execute("INSERT INTO product VALUES (900, 'SKU-1', 'by hand')");
                try (ChildProcess capture = stageline("capture")) {
                    awaitSlot(capture);
                    staging.execute("INSERT INTO product VALUES (1, 'SKU-1', 'in conflict')");
                    patience(publish).until(() -> publisherSays("IDLE") && held().equals("1"));
                }
                broker.terminate();
                patience(publish).until(() -> publisherSays("RETRYING"));
                production.execute("DELETE FROM product WHERE id = 900");
                try (ChildProcess release =
                        stageline("holds", "release", "1", "--reason", "cured")) {
                    assertThat(release.waitForExit(EXIT_MAX)).as(release.stderr()).isZero();
                    assertThat(release.stdout()).contains("#1 done:");
                }
                broker.restart();
                patience(publish).until(() -> publisherSays("IDLE"));
            }
        }
    }

    @Test
    void runRefusesToStartWhereItsMetricsCannotBeServed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Files.writeString(
                    config, Files.readString(config) + "metrics: { bind: \"" + address + "\" }\n");

            try (ChildProcess run = stageline("run")) {
                assertThat(run.waitForExit(EXIT_MAX)).as(run.stderr()).isEqualTo(7);
                assertThat(run.stderr())
                        .contains("metrics.bind: " + address + " cannot be listened at");
            }
        }
        // whoever reigns goes on
        assertThat(production.value("SELECT to_regclass('stageline.checkpoint') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void doctorFindsNothingWrongWithAReadyPipeline() throws Exception {
        try (ChildProcess doctor = stageline("doctor")) {
            assertThat(doctor.waitForExit(EXIT_MAX)).as(doctor.stdout()).isZero();
            assertThat(doctor.stdout()).contains("Ready to run");
        }
    }

    @Test
    void configShowMasksSecrets() throws Exception {
        try (ChildProcess show = stageline("config", "show")) {
            assertThat(show.waitForExit(EXIT_MAX)).isZero();
            assertThat(show.stdout())
                    .contains("pipeline: shop")
                    .contains("******")
                    .doesNotContain(staging.password() + "\n");
        }
    }

    /// Over this broker, which may be away for some minutes.
    private void configureFor(BrokerProcess broker) throws IOException {
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("retry-for: 20s", "retry-for: 5m")
                        .replaceFirst(
                                "change-log: .*",
                                "change-log: { bootstrap-servers: \"%s\", replication-factor: 1 }"
                                        .formatted(broker.bootstrapServers())));
    }

    private String held() {
        return production.value("SELECT count(*) FROM stageline.held_transaction");
    }

    private boolean publisherSays(String state) {
        return production
                        .value("SELECT to_regclass('stageline.lane_state') IS NOT NULL")
                        .equals("t")
                && production
                        .query("SELECT state FROM stageline.lane_state")
                        .equals(List.of(List.of(state)));
    }

    private ChildProcess stageline(String command, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        int next = 1;
        for (String argument : more) {
            arguments[next++] = argument;
        }
        arguments[next++] = "--config";
        arguments[next] = config.toString();
        return ChildProcess.stageline(folder, arguments);
    }

    private void runOnce() throws Exception {
        try (ChildProcess once = stageline("run", "--once")) {
            assertThat(once.waitForExit(EXIT_MAX)).as(once.stderr()).isZero();
        }
    }

    private String status(int expectedExit) throws Exception {
        try (ChildProcess status = stageline("status")) {
            assertThat(status.waitForExit(EXIT_MAX))
                    .as(status.stdout() + status.stderr())
                    .isEqualTo(expectedExit);
            return status.stdout();
        }
    }

    /// Each product and its price is a source transaction.
    private void insertProducts(int first, int last) {
        for (int id = first; id <= last; id++) {
            staging.execute(
                    "INSERT INTO product VALUES (%1$d, 'SKU-%1$d', 'product %1$d'); INSERT INTO price VALUES (%1$d, %1$d.50)"
                            .formatted(id));
        }
    }

    private void awaitSlot(ChildProcess run) {
        patience(run)
                .until(() ->
                        staging.value(
                                        "SELECT count(*) FROM pg_replication_slots WHERE active AND database = current_database()")
                                .equals("1"));
    }

    private void awaitProducts(int count, ChildProcess run) {
        patience(run)
                .until(() ->
                        production
                                .value("SELECT count(*) FROM product")
                                .equals(Integer.toString(count)));
    }

    private static ConditionFactory patience(ChildProcess run) {
        return Awaitility.await()
                .conditionEvaluationListener(
                        condition -> assertThat(run.isAlive()).as(run.stderr()).isTrue())
                .atMost(EXIT_MAX);
    }
}
