package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator is told when the configuration is wrong.
final class ProblemsTest {
    private static final String LEAST =
            """
            pipeline: catalogue
            staging: { url: u, password: p }
            """;

    @TempDir private Path folder;

    @Test
    void tellsAllProblemsAtOnceInTheOrderOfTheFile() {
        List<String> told =
                problemsOf(
                        """
                        pipeline: Catalogue
                        staging:
                          urll: u
                          password: p
                        publisher:
                          batch-rows: 0
                          timeout: soon
                          share: much
                          dry-run: perhaps
                          batch-bytes: 1.5
                          on-conflict: holt
                        change-log: { kafka: { acks: 0, partitioner: { class: x } } }
                        """);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "line 3: staging.urll is not a setting. Did you mean url?",
                        "line 2: staging.url is missing. JDBC URL. Set it in the file or as STAGELINE_STAGING_URL",
                        "line 6: publisher.batch-rows is \"0\"; it must be between 1 and 10000",
                        "line 7: publisher.timeout is \"soon\"; it must be a duration such as 500ms, 30s, 5m, 2h, 7d or PT30S",
                        "line 8: publisher.share is \"much\"; it must be a number",
                        "line 9: publisher.dry-run is \"perhaps\"; it must be true or false",
                        "line 10: publisher.batch-bytes is \"1.5\"; it must be a whole number",
                        "line 11: publisher.on-conflict is \"holt\"; it must be one of halt, hold, apply-remote. Did you mean halt?",
                        "line 12: change-log.kafka.acks must not be set: an unacknowledged change could be lost",
                        "line 12: change-log.kafka.partitioner.class must not be set: it could load code");
        assertThat(told)
                .isSortedAccordingTo((left, right) -> Integer.compare(lineOf(left), lineOf(right)));
    }

    private static int lineOf(String text) {
        return Integer.parseInt(text.replaceAll("line (\\d+):.*", "$1"));
    }

    @Test
    void tellsWhatARecordRefusesBesideWhatCannotBeRead() {
        assertThat(problemsOf(LEAST + "publisher:\n  batch-rows: 0\n  timeout: 0s\n  share: x\n"))
                .containsExactly(
                        "line 4: publisher.batch-rows is \"0\"; it must be between 1 and 10000",
                        "line 5: publisher.timeout is \"0s\"; it must be longer than zero",
                        "line 6: publisher.share is \"x\"; it must be a number");
    }

    record Account(@Doc("URL.") String url, @Doc("User.") String user, @Doc("Mail.") String mail) {
        Account {
            Require.notEmpty("url", url);
            Require.matches("url", url, "jdbc:.*", "a JDBC URL");
            Require.notEmpty("user", user);
            if (user.charAt(0) == '-') {
                throw new InvalidSetting("user", "must not begin with a dash");
            }
        }
    }

    @Test
    void tellsAllThatARecordRefusesOncePerKey() {
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                ConfigurationFile.parse(
                                        "url: ''\nuser: ''\nmail: m", Account.class, Map.of()));

        assertThat(told.problems())
                .extracting(Problem::text)
                .containsExactly("line 1: url must not be empty", "line 2: user must not be empty");
    }

    record Owner(@Doc("Account.") Optional<Account> account) {
        Owner {
            account.ifPresent(it -> Require.notEmpty("account.mail", it.mail()));
        }
    }

    @Test
    void tellsTheRefusalOfAnOptionalSectionWhoseOwnerLooksInside() {
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                ConfigurationFile.parse(
                                        "account: { url: x, user: u, mail: m }",
                                        Owner.class,
                                        Map.of()));

        assertThat(told.problems())
                .extracting(Problem::text)
                .containsExactly("line 1: account.url is \"x\"; it must be a JDBC URL");
    }

    @Test
    void tellsWhatARecordThrowsItself() {
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                ConfigurationFile.parse(
                                        "url: x\nuser: -u\nmail: m", Account.class, Map.of()));

        assertThat(told.problems())
                .extracting(Problem::text)
                .containsExactly(
                        "line 1: url is \"x\"; it must be a JDBC URL",
                        "line 2: user must not begin with a dash");
    }

    @Test
    void tellsTheRootsOwnRefusal() {
        assertThat(problemsOf(LEAST.replace("catalogue", "Catalogue")))
                .containsExactly(
                        "line 1: pipeline is \"Catalogue\"; it must be a name of lower-case letters, digits and dashes");
    }

    @Test
    void namesWhatIsMissingFromAnEmptyFile() {
        assertThat(problemsOf(""))
                .containsExactly(
                        "pipeline is missing. Name of the pipeline. Set it in the file or as STAGELINE_PIPELINE",
                        "staging.url is missing. JDBC URL. Set it in the file or as STAGELINE_STAGING_URL",
                        "staging.password is missing. Password. Set it in the file or as STAGELINE_STAGING_PASSWORD");
    }

    @Test
    void findsAMisplacedKeyInItsSection() {
        assertThat(problemsOf(LEAST + "batch-rows: 5\npublisher.timeout: 5s\nnonsense: 1\n"))
                .containsExactly(
                        "line 3: batch-rows is not a setting. Did you mean publisher.batch-rows?",
                        "line 4: publisher.timeout is not a setting. Did you mean publisher.timeout, in nested sections?",
                        "line 5: nonsense is not a setting. Known here: pipeline, staging, tables, change-log, publisher, mirror");
    }

    @Test
    void findsTheKeyBehindAnotherSpelling() {
        assertThat(problemsOf(LEAST + "changeLog: {}\npublisher: { batch_rows: 5, tiemout: 5s }\n"))
                .containsExactly(
                        "line 3: changeLog is not a setting. Did you mean change-log?",
                        "line 4: publisher.batch_rows is not a setting. Did you mean batch-rows?",
                        "line 4: publisher.tiemout is not a setting. Did you mean timeout?");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertThat(problemsOf(LEAST + "publisher:\n  batch-rows: 5\n  batch-rows: 6\n"))
                .containsExactly(
                        "line 5: publisher.batch-rows is given twice; the first is on line 4. Keep one of them");
    }

    @Test
    void refusesAPropertyGivenTwiceInTwoForms() {
        assertThat(
                        problemsOf(
                                LEAST
                                        + "change-log:\n  kafka:\n    linger: { ms: 1 }\n    linger.ms: 2\n"))
                .containsExactly(
                        "line 6: change-log.kafka.linger.ms is given twice; the first is on line 5. Keep one of them");
    }

    @Test
    void refusesSectionsListsAndTextsInEachOthersPlace() {
        assertThat(
                        problemsOf(
                                """
                                pipeline: { a: b }
                                staging: { url: [ a ], password: p }
                                tables: { include: { a: b }, exclude: [ [ a ] ] }
                                change-log: { kafka: a }
                                publisher: 5
                                mirror: [ a ]
                                """))
                .contains(
                        "line 1: pipeline expects text, not a section",
                        "line 2: staging.url expects text, not a list",
                        "line 3: tables.include expects a list, not a section",
                        "line 3: tables.exclude expects a list of texts",
                        "line 4: change-log.kafka expects a section of properties",
                        "line 5: publisher expects a section of keys",
                        "line 6: mirror expects a section of keys");
    }

    @Test
    void refusesAPropertyWithoutAValue() {
        assertThat(problemsOf(LEAST + "change-log: { kafka: { a: , b: [ [ c ] ] } }"))
                .containsExactly(
                        "line 3: change-log.kafka.a has no value",
                        "line 3: change-log.kafka.b expects a list of texts");
    }

    @Test
    void namesTheKeyWhoseReferenceLeadsNowhere() throws IOException {
        Files.createDirectory(folder.resolve("directory"));

        assertThat(
                        problemsOf(
                                """
                                pipeline: ${env:NOBODY}
                                staging: { url: "${file:absent} ${fil:x}", password: "${file:directory}" }
                                """))
                .containsExactly(
                        "line 1: pipeline needs the environment variable NOBODY, which is not set",
                        "line 2: staging.url needs the file absent, which does not exist",
                        "line 2: staging.url holds ${fil:…}; only ${file:…} and ${env:…} are known, and $${ writes a plain ${",
                        "line 2: staging.password needs the file directory, which cannot be read: IOException");
    }

    @Test
    void placesASyntaxErrorByLineAndColumn() {
        assertThat(problemsOf("pipeline: a\nstaging: { url: [ }\n"))
                .singleElement()
                .asString()
                .startsWith("line 2: The file is not YAML at column 19: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*tiger",
                "!tiger",
                "!tiger!x",
                "%tiger",
                "@tiger",
                "\"tiger",
                "a: tiger",
                "[ tiger",
                "&tiger"
            })
    void neverPrintsAPasswordThatIsNoYaml(String password) {
        List<String> told =
                problemsOf("pipeline: a\nstaging:\n  url: u\n  password: " + password + "\n");

        assertThat(told).isNotEmpty().noneMatch(text -> text.contains("tiger"));
    }

    @Test
    void neverPrintsWhatAReferenceHolds() throws IOException {
        Files.writeString(folder.resolve("pin"), "99999");

        assertThat(
                        problemsOf(
                                "pipeline: ${file:pin}\nstaging: { url: u, password: p }\npublisher: { batch-rows: \"${file:pin}\" }"))
                .containsExactly(
                        "line 1: pipeline is \"${file:pin}\"; it must be a name of lower-case letters, digits and dashes",
                        "line 3: publisher.batch-rows is \"${file:pin}\"; it must be between 1 and 10000");
    }

    @Test
    void refusesWhatIsNoSetOfKeys() {
        assertThat(problemsOf("- a\n- b\n"))
                .containsExactly("line 1: The file does not hold \"key: value\" lines");
        assertThat(problemsOf("hello"))
                .containsExactly("line 1: The file does not hold \"key: value\" lines");
        assertThat(problemsOf("? [ a ]\n: b\n"))
                .containsExactly("line 1: A key of the file is not a word");
    }

    @Test
    void refusesASectionThatContainsItself() {
        assertThat(problemsOf(LEAST + "change-log: { kafka: &k { a: *k } }"))
                .contains("line 3: change-log.kafka.a contains itself through an alias");
    }

    @Test
    void refusesForbiddenCharactersAndOtherEncodings() throws IOException {
        assertThat(problemsOf("pipeline: a\nstaging: \u0007"))
                .containsExactly("line 2: The file holds a character that YAML forbids");
        Path latin =
                Files.write(
                        folder.resolve("latin"),
                        "pipeline: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problemsOf(latin, Map.of())).containsExactly("The file is not encoded in UTF-8");
    }

    @Test
    void saysThatTheFileDoesNotExist() {
        Path absent = folder.resolve("absent.yaml");

        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () -> ConfigurationFile.read(absent, Shop.class, Map.of()));

        assertThat(told)
                .hasMessage(
                        "The configuration "
                                + absent
                                + " has 1 problem:\n  The file does not exist");
        assertThat(problemsOf(folder, Map.of()))
                .containsExactly("The file cannot be read: IOException");
    }

    @Test
    void countsTheProblemsInTheMessage() {
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                ConfigurationFile.parse(
                                        "pipelin: a\nstaging: { url: u, password: p }\n",
                                        Shop.class,
                                        Map.of()));

        assertThat(told)
                .hasMessage(
                        """
                        The configuration text has 2 problems:
                          line 1: pipelin is not a setting. Did you mean pipeline?
                          pipeline is missing. Name of the pipeline. Set it in the file or as STAGELINE_PIPELINE\
                        """);
        assertThat(told.problems()).extracting(Problem::key).containsExactly("pipelin", "pipeline");
    }

    private List<String> problemsOf(String yaml) {
        try {
            return problemsOf(Files.writeString(folder.resolve("stageline.yaml"), yaml), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> problemsOf(Path file, Map<String, String> environment) {
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () -> ConfigurationFile.read(file, Shop.class, environment));
        return told.problems().stream().map(Problem::text).toList();
    }
}
