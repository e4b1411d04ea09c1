package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationFileTest {
    private static final String LEAST =
            """
            pipeline: catalogue
            staging: { url: "jdbc:postgresql://staging/shop", password: tiger }
            """;

    @TempDir private Path folder;

    @Test
    void readsEveryTypeFromOneFile() throws IOException {
        Path file = folder.resolve("stageline.yaml");
        Files.writeString(
                file,
                """
                pipeline: catalogue
                staging:
                  url: jdbc:postgresql://staging/shop
                  password: 0123
                  role: editor
                tables:
                  include: [ public.sku, "a,b" ]
                  exclude: public.orders, public.carts
                change-log:
                  data-dir: /var/lib/stageline
                  kafka:
                    linger: { ms: 5 }
                    "batch.size": 65536
                    topics: [ a, b ]
                publisher:
                  on-conflict: apply-remote
                  batch-rows: 10_000
                  batch-bytes: 20000000000
                  share: 0.25
                  dry-run: true
                  timeout: 500ms
                mirror: { url: x, password: y }
                """);

        Shop shop = ConfigurationFile.read(file, Shop.class, Map.of());

        assertThat(shop.staging().password().reveal()).isEqualTo("0123");
        assertThat(shop.staging().role()).contains("editor");
        assertThat(shop.tables().include()).containsExactly("public.sku", "a,b");
        assertThat(shop.tables().exclude()).containsExactly("public.orders", "public.carts");
        assertThat(shop.changeLog().dataDir()).contains(Path.of("/var/lib/stageline"));
        assertThat(shop.changeLog().kafka())
                .isEqualTo(Map.of("linger.ms", "5", "batch.size", "65536", "topics", "a,b"));
        assertThat(shop.publisher())
                .isEqualTo(
                        new Shop.Publisher(
                                Shop.OnConflict.APPLY_REMOTE,
                                10_000,
                                20_000_000_000L,
                                0.25,
                                true,
                                Duration.ofMillis(500)));
        assertThat(shop.mirror())
                .contains(new Shop.Database("x", new Secret("y"), Optional.empty()));
    }

    @Test
    void takesTheDefaultOfWhatIsAbsentOrHasNoValue() {
        Shop shop =
                ConfigurationFile.parse(
                        LEAST + "publisher:\n  batch-rows:\ntables:\n", Shop.class, Map.of());

        assertThat(shop.publisher().batchRows()).isEqualTo(5000);
        assertThat(shop.publisher().batchBytes()).isEqualTo(10_000_000_000L);
        assertThat(shop.publisher().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(shop.publisher().onConflict()).isEqualTo(Shop.OnConflict.HOLD);
        assertThat(shop.tables().include()).containsExactly("public.*");
        assertThat(shop.tables().exclude()).isEmpty();
        assertThat(shop.changeLog().bootstrapServers()).isEqualTo("embedded");
        assertThat(shop.changeLog().dataDir()).isEmpty();
        assertThat(shop.changeLog().kafka()).isEmpty();
        assertThat(shop.mirror()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "500ms,500",
        "30s,30000",
        "5m,300000",
        "2h,7200000",
        "1d,86400000",
        "PT0.25S,250",
        "'30 s',30000"
    })
    void readsDurationsAsOperatorsWriteThem(String text, long millis) {
        Shop shop =
                ConfigurationFile.parse(
                        LEAST + "publisher: { timeout: " + text + " }", Shop.class, Map.of());

        assertThat(shop.publisher().timeout()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"apply-remote", "apply_remote", "APPLY_REMOTE", "Apply-Remote"})
    void readsAnEnumInEveryUsualSpelling(String word) {
        Shop shop =
                ConfigurationFile.parse(
                        LEAST + "publisher: { on-conflict: " + word + " }", Shop.class, Map.of());

        assertThat(shop.publisher().onConflict()).isEqualTo(Shop.OnConflict.APPLY_REMOTE);
    }

    @Test
    void resolvesFilesAndVariablesInsideEveryText() throws IOException {
        Files.writeString(folder.resolve("password"), "ti${env:NO}ger\n\n");
        Path file = folder.resolve("stageline.yaml");
        Files.writeString(
                file,
                """
                pipeline: ${env:NAME}
                staging: { url: "jdbc:${env:HOST}:${env:PORT}/$${env:X}/${plain}", password: "${file:password}" }
                tables: { include: [ "${env:NAME}.*" ] }
                change-log: { kafka: { client.id: "${env:NAME}-1" } }
                publisher: { batch-rows: "${env:ROWS}" }
                """);

        Shop shop =
                ConfigurationFile.read(
                        file,
                        Shop.class,
                        Map.of("NAME", "books", "HOST", "db", "PORT", "5432", "ROWS", "7"));

        assertThat(shop.pipeline()).isEqualTo("books");
        assertThat(shop.staging().url()).isEqualTo("jdbc:db:5432/${env:X}/${plain}");
        assertThat(shop.staging().password().reveal())
                .isEqualTo("ti${env:NO}ger\n"); // one newline less, resolved once
        assertThat(shop.tables().include()).containsExactly("books.*");
        assertThat(shop.changeLog().kafka()).containsEntry("client.id", "books-1");
        assertThat(shop.publisher().batchRows()).isEqualTo(7);
    }

    @Test
    void resolvesAnAbsoluteFile() throws IOException {
        Path password = Files.writeString(folder.resolve("p"), "tiger\r\n");

        Shop shop =
                ConfigurationFile.parse(
                        "pipeline: a\nstaging: { url: u, password: \"${file:" + password + "}\" }",
                        Shop.class,
                        Map.of());

        assertThat(shop.staging().password().reveal()).isEqualTo("tiger");
    }

    @Test
    void readsARepeatedValueThroughAnAlias() {
        Shop shop =
                ConfigurationFile.parse(
                        "pipeline: a\nstaging: &db { url: u, password: p }\nmirror: *db\n",
                        Shop.class,
                        Map.of());

        assertThat(shop.mirror()).contains(shop.staging());
    }
}
