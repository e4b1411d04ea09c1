package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.state.HeldRows;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `stageline holds` as an operator uses it, against a real production; what a publisher would hold is written there.
class HoldsIT {
    private final Path folder = Servers.freshFolder("holds");
    private TestDatabase production;
    private Path config;

    private record Answer(int exitCode, String out, String err) {}

    @BeforeEach
    void holdSome() throws IOException, SQLException {
        production = Servers.postgres(Role.PRODUCTION).createDatabase();
        HeldRows.begin(production);
        HeldRows.conflict(production, 5, "unique_exists", "product", "5 minutes");
        HeldRows.dependent(production, 6, 5, "price");
        HeldRows.conflict(production, 9, "update_missing", "stock", "2 hours");
        production.execute(
                """
                UPDATE stageline.conflict SET detail = '{"type": "unique_exists", "differences": [], "columns": [
                    {"column": "id", "staging_after": "5", "production": null},
                    {"column": "sku", "staging_before": "old", "staging_after": ""}],
                    "blockers": [{"schema": "public", "table": "product", "constraint": "product_sku_key", "key": {"id": "900"},
                        "row": {"id": "900", "sku": "", "name": "by hand"}}],
                    "violations": [{"kind": "foreign_key", "constraint": "of_category", "schema": "public", "table": "product",
                        "columns": ["category"], "rows": 0}]}' WHERE sequence = 5
                """);
        config =
                Files.writeString(
                        folder.resolve("stageline.yaml"),
                        """
                        pipeline: shop
                        staging:    { url: "jdbc:postgresql://localhost:1/shop", user: "u", password: "p" }
                        production: { url: "%s", user: "%s", password: "%s" }
                        change-log: { data-dir: "%s" }
                        """
                                .formatted(
                                        production.url(),
                                        production.user(),
                                        production.password(),
                                        folder.resolve("change-log")));
    }

    @AfterEach
    void drop() {
        production.close();
    }

    @Test
    void listTellsWhatIsHeldWhyAndTheNextCommand() {
        Answer answer = holds("list");

        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out().lines())
                .hasSize(7)
                .anyMatch(line ->
                        line.matches(
                                "#5 +5 m \\d+ s +conflict +unique_exists +public.product +id=5 +1 +1"))
                .anyMatch(
                        line -> line.matches("#6 +\\d+ s +waits for #5 +- +public.price +- +1 +0"))
                .contains("    #5 is refused", "Next: stageline holds show 5 --config " + config);
    }

    @Test
    void listFilters() {
        assertThat(holds("list", "--type", "update_missing", "--output", "ndjson").out())
                .contains("\"sequence\":9")
                .hasLineCount(1);
        assertThat(holds("list", "--older-than", "1h", "--table", "public.s*").out())
                .contains("#9")
                .doesNotContain("#5");
        assertThat(holds("list", "--conflicts-only").out()).doesNotContain("#6");
        assertThat(holds("list", "--limit", "1").out()).contains("… and 2 more (--limit)");
        assertThat(holds("list", "--type", "child_exists").out())
                .startsWith("Nothing of that is held.");
    }

    @Test
    void showTellsTheThreeViewsTheBlockingRowsAndWhatHelps() {
        Answer answer = holds("show", "#5");

        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("#5 has been held for 5 m")
                .containsPattern("id +- +'5' +NULL\\n")
                .containsPattern("sku +'old' +'' +-\\n")
                .contains(
                        "in the way: public.product id=900 (holds product_sku_key): sku='', name='by hand'")
                .contains("broken:     foreign key of_category (category) of public.product")
                .contains("1 waits for it: #6")
                .contains(
                        "stageline holds release 5 --keep-local --reason \"…\" --config " + config)
                .contains("stageline holds release 5 --edit COLUMN=VALUE")
                .contains("stageline holds discard 5")
                .doesNotContain("--apply-remote"); // that would need another row changed
        assertThat(holds("show", "9").out()).contains("stageline holds release 9 --apply-remote");
        assertThat(holds("show", "6").out()).contains("stageline holds show 5 --config");
        assertThat(holds("show", "5", "-o", "json").out()).contains("\"key\":{\"id\":\"900\"}");
    }

    @Test
    void whatIsNotHeldIsRefused() {
        Answer show = holds("show", "8");
        Answer release = holds("release", "5", "8", "--reason", "why");

        assertThat(show.exitCode()).isEqualTo(7);
        assertThat(show.err()).contains("#8 is not held. What is: stageline holds list");
        assertThat(release.exitCode()).isEqualTo(7);
        assertThat(commands()).isEqualTo("null");
    }

    @Test
    void withoutAPublisherACommandStaysQueued() {
        Answer answer =
                holds("release", "5", "--edit", "sku=", "--edit", "name:=null", "--reason", "so");

        assertThat(answer.exitCode()).isEqualTo(8);
        assertThat(answer.err())
                .contains(
                        "no publisher runs; 1 command stays queued until one does: stageline run");
        assertThat(commands()).isEqualTo("5 release edit {\"sku\": \"\", \"name\": null} so");
    }

    @Test
    void aReleaseWaitsForThePublisherAndTellsWhatItSays() throws Exception {
        publisherRuns();
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(
                        () -> holds("release", "5", "9", "--keep-local", "--reason", "so"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        commands().equals("5 release keep_local - so|9 release keep_local - so"));
        production.execute(
                "UPDATE stageline.command SET finished_at = now(), outcome = 'done', message = 'applied, and #6 after it'");

        Answer told = answer.get(30, TimeUnit.SECONDS);
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.out())
                .isEqualToNormalizingNewlines(
                        "#5 done: applied, and #6 after it\n#9 done: applied, and #6 after it\n");
    }

    @Test
    void whatIsStillInConflictIsExitCode4AndADependentsRefusal7() throws Exception {
        publisherRuns();

        Answer conflict = refused("5");
        Answer dependent = refused("6");

        assertThat(conflict.exitCode()).isEqualTo(4);
        assertThat(conflict.err()).contains("See 'stageline holds show 5 --config");
        assertThat(dependent.exitCode()).isEqualTo(7);
    }

    @Test
    void aBulkReleaseIsShownAndNotDoneWithoutAYes() {
        Answer unasked = holds("release", "--all", "--reason", "so");
        Answer no = holds(Optional.of("n\n"), "release", "--all", "--reason", "so");

        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.out()).contains("Release 2 held source transactions (1 more wait)?");
        assertThat(unasked.err()).contains("add --yes");
        assertThat(no.exitCode()).isZero();
        assertThat(no.err()).contains("Release 2 held").contains("Nothing was done.");
        assertThat(commands()).isEqualTo("null");
    }

    @Test
    void aBulkReleaseAsksForTheConflictsOnly() {
        Answer yes =
                holds(Optional.of("y\n"), "release", "--all", "--reason", "so", "--wait", "0s");

        assertThat(yes.exitCode()).as(yes.err()).isZero();
        assertThat(commands()).isEqualTo("5 release - - so|9 release - - so");
    }

    @Test
    void aBulkDiscardTakesTheLatestFirst() {
        Answer done = holds("discard", "--all", "--yes", "--reason", "so", "--wait", "0s");

        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(commands()).isEqualTo("9 discard - - so|6 discard - - so|5 discard - - so");
    }

    @Test
    void whatCannotBeMeantIsAUsageError() {
        assertUsage("Missing required option: '--reason", "release", "5");
        assertUsage("Name the sequences, or say --all", "discard", "--reason", "so");
        assertUsage("not both", "discard", "5", "--all", "--reason", "so");
        assertUsage(
                "Filters choose among --all",
                "discard",
                "5",
                "--type",
                "unique_exists",
                "--reason",
                "so");
        assertUsage("cannot be empty", "discard", "5", "--reason", " ");
        assertUsage("is no sequence", "release", "five", "--reason", "so");
        assertUsage(
                "is for one source transaction",
                "release",
                "5",
                "9",
                "--edit",
                "a=b",
                "--reason",
                "so");
        assertUsage("is no edit", "release", "5", "--edit", "sku", "--reason", "so");
        assertUsage("after := only null", "release", "5", "--edit", "sku:=7", "--reason", "so");
        assertUsage(
                "mutually exclusive",
                "release",
                "5",
                "--keep-local",
                "--apply-remote",
                "--reason",
                "so");
        assertThat(commands()).isEqualTo("null");
    }

    @Test
    void aProductionThatDoesNotAnswerIsExitCode69() throws IOException {
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(production.url(), "jdbc:postgresql://127.0.0.1:1/shop"));

        Answer answer = holds("list");

        assertThat(answer.exitCode()).isEqualTo(69);
        assertThat(answer.err()).contains("127.0.0.1:1").contains("stageline doctor --config");
    }

    @Test
    void statusTellsHowMuchIsHeldForHowLongAndTheFirstSentence() {
        Answer table = command("status");
        Answer json = command("status", "--output", "json");

        assertThat(table.exitCode()).isEqualTo(4);
        assertThat(table.out())
                .contains(
                        "held: 3 source transactions, 2 of them in conflict, the oldest for 2 h 0 m; the first:\n  #5 is refused\n"
                                + "  See 'stageline holds list'.");
        assertThat(json.out())
                .contains("\"held\":{\"count\":3,\"conflicts\":2,\"oldest_seconds\":72")
                .contains("\"sentence\":\"#5 is refused\"}");
    }

    @Test
    void whereNothingWasEverHeldItSaysSo() {
        production.execute("DROP SCHEMA stageline CASCADE");

        assertThat(holds("list").out()).isEqualTo("Nothing is held.\n");
        assertThat(holds("discard", "--all", "--yes", "--reason", "so").out())
                .contains("nothing was done");
    }

    private void assertUsage(String message, String... arguments) {
        Answer answer = holds(arguments);

        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(2);
        assertThat(answer.err()).contains(message).contains("--help");
    }

    private Answer refused(String sequence) throws Exception {
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> holds("release", sequence, "--reason", "so"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        production
                                .value(
                                        "SELECT count(*) FROM stageline.command WHERE finished_at IS NULL")
                                .equals("1"));
        production.execute(
                "UPDATE stageline.command SET finished_at = now(), outcome = 'refused', message = 'no'");
        return answer.get(30, TimeUnit.SECONDS);
    }

    private void publisherRuns() {
        production.execute(
                "INSERT INTO stageline.lane_state VALUES ('shop', 0, 'IDLE', 'nothing to do', now(), 'a test', now())");
    }

    /// Each command in a few words, in order; `null` where there is none.
    private String commands() {
        return production.value(
                """
                SELECT string_agg(concat_ws(' ', sequence, kind, coalesce(resolution, '-'), coalesce(edits::text, '-'), reason),
                    '|' ORDER BY id) FROM stageline.command
                """);
    }

    private Answer holds(String... arguments) {
        return holds(Optional.empty(), arguments);
    }

    private Answer holds(Optional<String> typed, String... arguments) {
        return command(
                typed,
                Stream.concat(Stream.of("holds"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Answer command(String... arguments) {
        return command(Optional.empty(), arguments);
    }

    private Answer command(Optional<String> typed, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var shell =
                new Shell(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        false,
                        typed.map(it -> new BufferedReader(new StringReader(it))),
                        Map.of(),
                        new StopRequest());
        String[] all =
                Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                        .toArray(String[]::new);
        int exitCode = Stageline.execute(shell, all);
        shell.out().flush();
        shell.err().flush();
        return new Answer(exitCode, out.toString(), err.toString());
    }
}
