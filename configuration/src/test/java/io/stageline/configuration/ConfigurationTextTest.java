package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigurationTextTest {
    @Test
    void showsEveryDefaultWithItsSentenceAndNoSecret() {
        Shop shop =
                ConfigurationFile.parse(
                        """
                        pipeline: catalogue
                        staging: { url: "jdbc:postgresql://u:tiger@db/shop?password=tiger&ssl=true", password: tiger }
                        change-log:
                          kafka:
                            zeta: "yes"
                            sasl.jaas.config: module required password="tiger";
                            ssl.keystore.password: tiger
                            alpha: '${env:TIGER}'
                        """,
                        Shop.class,
                        Map.of("TIGER", "pwd=tiger"));

        assertThat(ConfigurationText.show(shop))
                .isEqualTo(
                        """
                        # Name of the pipeline.
                        pipeline: catalogue
                        # The staging database.
                        staging:
                          # JDBC URL.
                          url: jdbc:postgresql://u:******@db/shop?password=******&ssl=true
                          # Password.
                          password: '******'
                          # Role to change to.
                          role:
                        # Which tables are published.
                        tables:
                          # Tables to publish.
                          include:
                          - public.*
                          # Tables to leave out.
                          exclude: []
                        # The change log.
                        change-log:
                          # Kafka, or embedded.
                          bootstrap-servers: embedded
                          # Where the embedded broker keeps its data.
                          data-dir:
                          # Kafka's own properties.
                          kafka:
                            alpha: pwd=******
                            sasl.jaas.config: '******'
                            ssl.keystore.password: '******'
                            zeta: 'yes'
                        # The publisher.
                        publisher:
                          # What happens at a conflict.
                          on-conflict: hold
                          # Most rows in one batch.
                          batch-rows: 5000
                          # Most bytes in one batch.
                          batch-bytes: 10000000000
                          # Part of a core to use | 1 is a whole one.
                          share: 0.5
                          # Whether to write at all.
                          dry-run: false
                          # Longest time of a transaction.
                          timeout: 30s
                        # A second production.
                        mirror:
                        """);
    }

    @Test
    void isReadAgainAsAnEqualRecord() {
        Shop shop =
                ConfigurationFile.parse(
                        """
                        pipeline: catalogue
                        staging: { url: "$${file:x} $$${env:Y} # no: comment", password: "******", role: "true" }
                        tables: { include: [ "*", " a ", "1", "ü😀\\n\\t" ] }
                        change-log: { data-dir: "/a b/c", kafka: { "a.b": "", "1": "null" } }
                        publisher: { timeout: PT1M30.5S }
                        mirror: { url: "", password: "******" }
                        """,
                        Shop.class,
                        Map.of());

        String shown = ConfigurationText.show(shop);

        assertThat(ConfigurationFile.parse(shown, Shop.class, Map.of())).isEqualTo(shop);
    }

    @Test
    void describesEveryKeyInTables() {
        assertThat(ConfigurationText.reference(Shop.class))
                .startsWith(
                        """
                        | key | type | default | environment variable | meaning |
                        |---|---|---|---|---|
                        | `pipeline` | text | **required** | `STAGELINE_PIPELINE` | Name of the pipeline. |

                        ## staging

                        The staging database.

                        | key | type | default | environment variable | meaning |
                        |---|---|---|---|---|
                        | `staging.url` | text | **required** | `STAGELINE_STAGING_URL` | JDBC URL. |
                        | `staging.password` | secret | **required** | `STAGELINE_STAGING_PASSWORD` | Password. |
                        | `staging.role` | text | none | `STAGELINE_STAGING_ROLE` | Role to change to. |

                        ## tables

                        Which tables are published.

                        | key | type | default | environment variable | meaning |
                        |---|---|---|---|---|
                        | `tables.include` | list of text | `public.*` | `STAGELINE_TABLES_INCLUDE` | Tables to publish. |
                        | `tables.exclude` | list of text | empty | `STAGELINE_TABLES_EXCLUDE` | Tables to leave out. |
                        """)
                .contains(
                        "| `change-log.kafka.*` | properties | none | `STAGELINE_CHANGE_LOG_KAFKA_*` | Kafka's own properties. |",
                        "| `publisher.on-conflict` | one of halt, hold, apply-remote | `hold` | `STAGELINE_PUBLISHER_ON_CONFLICT` | What happens at a conflict. |",
                        "Part of a core to use \\| 1 is a whole one.",
                        "## mirror\n\nA second production. May be left out.\n");
    }
}
