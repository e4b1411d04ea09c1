package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {
    private static final String MINIMAL =
            """
            pipeline: shop
            staging:    { url: "jdbc:postgresql://localhost:5432/shop", user: editor, password: "s3cret-staging" }
            production: { url: "jdbc:postgresql://localhost:5433/shop", user: owner, password: "s3cret-production" }
            """;

    private record Answer(int exitCode, String out, String err) {}

    private static Answer stageline(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var shell =
                new Shell(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        false,
                        Optional.empty(),
                        environment,
                        new StopRequest());
        int exitCode = Stageline.execute(shell, arguments);
        shell.out().flush();
        shell.err().flush();
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private static Answer stageline(String... arguments) {
        return stageline(Map.of(), arguments);
    }

    private static Path file(Path folder, String yaml) throws IOException {
        return Files.writeString(folder.resolve("stageline.yaml"), yaml);
    }

    static Stream<List<String>> commands() {
        return Stream.of(
                List.of(),
                List.of("demo"),
                List.of("run"),
                List.of("capture"),
                List.of("publish"),
                List.of("doctor"),
                List.of("status"),
                List.of("holds"),
                List.of("holds", "list"),
                List.of("holds", "show"),
                List.of("holds", "release"),
                List.of("holds", "discard"),
                List.of("config"),
                List.of("config", "show"),
                List.of("config", "validate"),
                List.of("train"),
                List.of("version"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpShowsExamplesAndExitCodes(List<String> command) {
        var arguments = Stream.concat(command.stream(), Stream.of("--help")).toList();

        Answer answer = stageline(arguments.toArray(String[]::new));

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .contains("Examples:")
                .contains(("Usage: stageline " + String.join(" ", command)).strip() + " [-h]")
                .contains("Exit codes:")
                .containsPattern("69\\s+a server is unreachable");
    }

    @Test
    void answersAMisspeltOptionWithTheRightOne() {
        Answer answer = stageline("run", "--confg", "stageline.yaml");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("--confg").contains("Did you mean: --config");
    }

    @Test
    void answersAMisspeltCommandWithTheRightOne() {
        Answer answer = stageline("statsu");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("Did you mean: status");
    }

    @Test
    void refusesToRunWithoutACommand() {
        Answer answer = stageline();

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("A command is missing");
    }

    @Test
    void refusesAMissingConfiguration() {
        Answer answer = stageline("run");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("--config=FILE");
    }

    @Test
    void refusesAConfigurationFileThatIsNotThere() {
        Answer answer = stageline("run", "--config", "/nowhere/stageline.yaml");

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("/nowhere/stageline.yaml").contains("does not exist");
    }

    @Test
    void tellsAllProblemsOfAConfigurationAtOnce(@TempDir Path folder) throws IOException {
        Path file = file(folder, MINIMAL + "publisher: { batch-row: 7 }\nlane: 3\n");

        Answer answer = stageline("config", "validate", "-c", file.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("2 problems").contains("batch-rows").contains("lane");
    }

    @Test
    void saysThatBothDatabasesAreOfOneKind(@TempDir Path folder) throws IOException {
        Path file =
                file(folder, MINIMAL.replace("jdbc:postgresql://localhost:5433", "jdbc:mysql://x"));

        Answer answer = stageline("config", "validate", "-c", file.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err())
                .contains("production.url")
                .contains("must be a PostgreSQL database like staging.url: both are of one kind");
    }

    @Test
    void leavesForeignKeysToThePublisherOnPostgresOnly(@TempDir Path folder) throws IOException {
        String chosen = MINIMAL + "publisher: { foreign-key-check: publisher }\n";
        String mySql = chosen.replace("jdbc:postgresql:", "jdbc:mysql:");

        Answer fine = stageline("config", "validate", "-c", file(folder, chosen).toString());
        Answer refused = stageline("config", "validate", "-c", file(folder, mySql).toString());

        assertThat(fine.exitCode()).isZero();
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("publisher.foreign-key-check")
                .contains("only PostgreSQL leaves foreign keys to the publisher");
    }

    @Test
    void publishesTheTablesOfMySqlsDatabaseUnlessToldOtherwise(@TempDir Path folder)
            throws IOException {
        String mySql =
                MINIMAL.replace("jdbc:postgresql:", "jdbc:mysql:")
                        .replace("/shop\"", "/shop?sslMode=REQUIRED\"");
        String chosen = mySql + "tables: { include: [ 'other.*' ] }\n";

        Answer answer = stageline("config", "show", "-c", file(folder, mySql).toString());
        Answer told = stageline("config", "show", "-c", file(folder, chosen).toString());

        assertThat(answer.out()).contains("- shop.*").doesNotContain("- public.*");
        assertThat(told.out()).contains("- other.*").doesNotContain("- shop.*");
    }

    @Test
    void acceptsAValidConfiguration(@TempDir Path folder) throws IOException {
        Answer answer = stageline("config", "validate", "-c", file(folder, MINIMAL).toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).contains("is valid: pipeline shop");
    }

    @Test
    void showsTheEffectiveConfigurationWithoutItsSecrets(@TempDir Path folder) throws IOException {
        Answer answer =
                stageline(
                        Map.of("STAGELINE_PUBLISHER_BATCH_ROWS", "123"),
                        "config",
                        "show",
                        "-c",
                        file(folder, MINIMAL).toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out())
                .contains("batch-rows: 123")
                .contains("bootstrap-servers: embedded")
                .contains("password: '******'")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @MethodSource("halves")
    void refusesAHalfOverTheEmbeddedBroker(String half, @TempDir Path folder) throws IOException {
        Answer answer = stageline(half, "-c", file(folder, MINIMAL).toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("embedded").contains("name an external Kafka");
    }

    static Stream<String> halves() {
        return Stream.of("capture", "publish");
    }

    @Test
    void refusesADurationNobodyUnderstands(@TempDir Path folder) throws IOException {
        Answer answer =
                stageline(
                        "run",
                        "--once",
                        "--timeout",
                        "soon",
                        "-c",
                        file(folder, MINIMAL).toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("'soon' is no duration");
    }

    @Test
    void tellsItsVersion() {
        Answer answer = stageline("version");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).matches("stageline \\d+\\.\\d+\\S* \\(Debezium 3.*\\)\\s*");
    }
}
