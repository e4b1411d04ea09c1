package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An operator decides about conflicts while `run` runs: the real main, a real publisher, real servers.
class HoldsCommandLineIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TABLES =
            """
            CREATE TABLE product (id bigint PRIMARY KEY, sku text NOT NULL UNIQUE, name text);
            CREATE TABLE price (product_id bigint PRIMARY KEY REFERENCES product, amount numeric(10, 2))
            """;

    private final Path folder = Servers.freshFolder("holds-command-line");
    private TestDatabase staging;
    private TestDatabase production;
    private Path config;
    private int metricsPort;

    @BeforeEach
    void createShop() throws IOException {
        metricsPort = freePort();
        staging = Servers.postgres(Role.STAGING).createDatabase();
        production = Servers.postgres(Role.PRODUCTION).createDatabase();
        staging.execute(TABLES);
        production.execute(TABLES);
        production.execute(
                "INSERT INTO product VALUES (900, 'A', 'by hand'), (901, 'C', 'by hand'), (902, 'D', 'by hand')");
        config =
                Files.writeString(
                        folder.resolve("stageline.yaml"),
                        """
                        pipeline: shop
                        staging:    { url: "%s", user: "%s", password: "%s" }
                        production: { url: "%s", user: "%s", password: "%s" }
                        change-log: { data-dir: "%s" }
                        capture:    { tick-interval: 500ms }
                        metrics:    { bind: "127.0.0.1:%d" }
                        """
                                .formatted(
                                        staging.url(),
                                        staging.user(),
                                        staging.password(),
                                        production.url(),
                                        production.user(),
                                        production.password(),
                                        folder.resolve("change-log"),
                                        metricsPort));
    }

    @AfterEach
    void dropShop() {
        staging.close();
        production.close();
    }

    @Test
    void whatIsHeldIsSeenDecidedAndPublished() throws Exception {
        try (ChildProcess run = stageline("run")) {
            patience(run)
                    .until(() ->
                            staging.value(
                                            "SELECT count(*) FROM pg_replication_slots WHERE active AND database = current_database()")
                                    .equals("1"));
            staging.execute(
                    "INSERT INTO product VALUES (1, 'A', 'Roll'); INSERT INTO price VALUES (1, 1.50)");
            staging.execute("INSERT INTO product VALUES (2, 'B', 'Bun')");
            staging.execute("UPDATE price SET amount = 2 WHERE product_id = 1");
            staging.execute("INSERT INTO product VALUES (3, 'C', 'Loaf')");
            staging.execute("INSERT INTO product VALUES (4, 'D', 'Pie')");
            patience(run).until(() -> held().equals("1,3,4,5"));

            assertThat(products()).isEqualTo("2:B,900:A,901:C,902:D"); // the rest flows

            patience(run).until(() -> metric("stageline_held_transactions") == 4);
            assertThat(metric("stageline_held_oldest_seconds")).isBetween(0.001, 120.0);
            assertThat(told(4, "status"))
                    .contains("held: 4 source transactions, 3 of them in conflict")
                    .contains("#1 inserts into public.product (id=1)");
            assertThat(told(0, "holds", "list")).contains("unique_exists").contains("waits for #1");
            assertThat(told(0, "holds", "show", "1"))
                    .contains(
                            "in the way: public.product id=900 (holds product_sku_key): sku='A', name='by hand'")
                    .contains("1 waits for it: #3");

            assertThat(told(7, "holds", "release", "3", "--reason", "try")).contains("#1");
            assertThat(told(4, "holds", "release", "1", "--reason", "try")).contains("#1 refused:");
            assertThat(told(0, "holds", "release", "4", "--edit", "sku=C2", "--reason", "renamed"))
                    .contains("#4 done:");
            assertThat(told(0, "holds", "discard", "5", "--reason", "entered twice"))
                    .contains("#5 done:");
            production.execute("DELETE FROM product WHERE id = 900");
            assertThat(
                            told(
                                    0,
                                    "holds",
                                    "release",
                                    "--all",
                                    "--type",
                                    "unique_exists",
                                    "--yes",
                                    "--reason",
                                    "removed by hand"))
                    .contains("#1 done:");

            patience(run).until(() -> held().equals("null"));
            patience(run).until(() -> metric("stageline_held_transactions") == 0);
            assertThat(metric("stageline_held_oldest_seconds")).isZero();
            assertThat(metric("stageline_sequence")).isEqualTo(5);
            assertThat(metric("stageline_rows_total")).isEqualTo(5); // four of them released
            assertThat(metric("stageline_transactions_total")).isEqualTo(4);
            assertThat(products()).isEqualTo("1:A,2:B,3:C2,901:C,902:D");
            assertThat(production.value("SELECT amount FROM price")).isEqualTo("2.00");
            assertThat(told(0, "holds", "list")).isEqualTo("Nothing is held.\n");
            assertThat(told(0, "status")).doesNotContain("held:");
            assertThat(
                            production.query(
                                    "SELECT sequence, reason FROM stageline.command WHERE outcome = 'done' ORDER BY id"))
                    .isEqualTo(
                            List.of(
                                    List.of("4", "renamed"),
                                    List.of("5", "entered twice"),
                                    List.of("1", "removed by hand")));
            patience(run)
                    .until(() ->
                            production
                                    .value(
                                            "SELECT count(*) FROM stageline.conflict WHERE announced_at IS NULL")
                                    .equals("0"));
            run.terminate();
            assertThat(run.waitForExit(PATIENCE)).as(run.stderr()).isZero();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// What the publisher tells Prometheus.
    private double metric(String name) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String scraped =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body();
            String line = name + "{pipeline=\"shop\",stage=\"publish\"} ";
            return scraped.lines()
                    .filter(it -> it.startsWith(line))
                    .mapToDouble(it -> Double.parseDouble(it.substring(line.length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not in " + scraped));
        }
    }

    private String held() {
        return production
                        .value("SELECT to_regclass('stageline.held_transaction') IS NULL")
                        .equals("t")
                ? ""
                : production.value(
                        "SELECT string_agg(sequence::text, ',' ORDER BY sequence) FROM stageline.held_transaction");
    }

    private String products() {
        return production.value(
                "SELECT string_agg(id || ':' || sku, ',' ORDER BY id) FROM product");
    }

    private String told(int exitCode, String... arguments) throws Exception {
        try (ChildProcess command = stageline(arguments)) {
            assertThat(command.waitForExit(PATIENCE))
                    .as(command.stdout() + command.stderr())
                    .isEqualTo(exitCode);
            return command.stdout();
        }
    }

    private ChildProcess stageline(String... arguments) {
        String[] all =
                Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                        .toArray(String[]::new);
        return ChildProcess.stageline(folder, all);
    }

    private static ConditionFactory patience(ChildProcess run) {
        return Awaitility.await()
                .conditionEvaluationListener(
                        condition -> assertThat(run.isAlive()).as(run.stderr()).isTrue())
                .atMost(PATIENCE);
    }
}
