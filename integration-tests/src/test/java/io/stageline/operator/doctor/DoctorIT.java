package io.stageline.operator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;
import io.stageline.publisher.PublisherConfig.ForeignKeyCheck;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorIT {
    private static final String SHOP =
            """
            CREATE TYPE colour AS ENUM ('red', 'green', 'blue');
            CREATE DOMAIN price AS numeric(8,2) CHECK (VALUE >= 0);
            CREATE TABLE category (id int PRIMARY KEY, name varchar(40) UNIQUE);
            CREATE TABLE product (
                id int PRIMARY KEY, sku text NOT NULL UNIQUE, net price, hue colour, hues colour[], note varchar(10),
                category int REFERENCES category, twice int GENERATED ALWAYS AS (id * 2) STORED)
            """;

    private final TestDatabase staging = Servers.postgres(Role.STAGING).createDatabase();
    private final TestDatabase production = Servers.postgres(Role.PRODUCTION).createDatabase();
    private final Ward ward = Ward.of(staging, production);

    @BeforeEach
    void shop() {
        staging.execute(SHOP);
        production.execute(SHOP);
    }

    @AfterEach
    void drop() {
        staging.close();
        production.close();
    }

    @Test
    void findsNothingWrongWhereNothingIs() {
        Diagnosis diagnosis = ward.examine();

        assertThat(diagnosis.errors()).isEmpty();
        assertThat(diagnosis.of(Severity.WARNING))
                .extracting(Finding::id)
                .isSubsetOf("staging.slot-keep-size"); // as the server has it
        assertThat(diagnosis.unreachable()).isFalse();
        assertThat(diagnosis.of(Severity.OK))
                .extracting(Finding::id)
                .contains(
                        "staging.wal-level",
                        "staging.publication",
                        "staging.slot",
                        "production.tables");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR | staging.replica-identity | ALTER TABLE product REPLICA IDENTITY NOTHING",
                "ERROR | staging.replica-identity | ALTER TABLE product REPLICA IDENTITY USING INDEX product_sku_key",
                "ERROR | staging.replica-identity | CREATE TABLE late (id int PRIMARY KEY DEFERRABLE)",
                "WARNING | staging.replica-identity | CREATE TABLE keyless (id int)",
                "WARNING | staging.not-capturable | CREATE UNLOGGED TABLE fleeting (id int PRIMARY KEY)",
                "ERROR | staging.slot | SELECT pg_create_logical_replication_slot(concat('stageline_', current_database()), 'test_decoding')"
            })
    void namesWhatStagingLacks(Severity severity, String id, String provocation)
            throws SQLException {
        staging.execute(provocation);

        Finding finding = ward.finding(id);

        assertThat(finding.severity()).isEqualTo(severity);
        if (finding.cure().isPresent()) {
            ward.cure(finding, staging::connect);
        }
    }

    @Test
    void tellsOfKeyOnlyBeforeImagesOnceHoweverManyTablesThereAre() throws SQLException {
        for (int i = 0; i < 40; i++) {
            staging.execute("CREATE TABLE \"it's %d\" (id int PRIMARY KEY)".formatted(i));
        }

        Finding finding = ward.finding("staging.before-images");

        assertThat(finding.sentence())
                .contains("more: ")
                .contains("update_origin_differs and delete_origin_differs are not detected")
                .hasSizeLessThan(700);
        assertThat(finding.cure().orElse("").lines()).hasSize(3);
        Ward.run(finding, staging::connect);
        assertThat(
                        staging.value(
                                "SELECT count(*) FROM pg_class WHERE relname LIKE 'it''s%' AND relkind = 'r' AND relreplident <> 'f'"))
                .isEqualTo("0");
    }

    @Test
    void doesNotAdviseWholeRowsWherePostgresWouldRefuseUpdates() throws SQLException {
        staging.execute(
                "CREATE TABLE computed (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)");
        boolean refused = Integer.parseInt(staging.value("SHOW server_version_num")) >= 180_000;

        Finding finding = ward.finding("staging.before-images");

        assertThat(finding.cure().orElse("").contains("computed")).isEqualTo(!refused);
        assertThat(finding.sentence().contains("cannot: PostgreSQL 18")).isEqualTo(refused);
    }

    @Test
    void namesAGeneratedColumnThatStagingCouldNotLog() throws SQLException {
        staging.execute("ALTER TABLE product REPLICA IDENTITY FULL");
        boolean refused = Integer.parseInt(staging.value("SHOW server_version_num")) >= 180_000;

        if (refused) {
            ward.cure(ward.finding("staging.replica-identity"), staging::connect);
        } else {
            assertThat(ward.examine().errors()).isEmpty();
        }
    }

    @Test
    void looksAtEachPartition() throws SQLException {
        String orders =
                """
                CREATE TABLE orders (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);
                CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (10);
                CREATE TABLE orders_2 PARTITION OF orders FOR VALUES FROM (10) TO (20)
                """;
        staging.execute(orders);
        production.execute(orders);
        staging.execute("ALTER TABLE orders_2 REPLICA IDENTITY NOTHING");

        Finding finding = ward.finding("staging.replica-identity");

        assertThat(finding.subject()).isEqualTo("staging public.orders");
        assertThat(finding.cure()).contains("ALTER TABLE public.orders_2 REPLICA IDENTITY DEFAULT");
        ward.cure(finding, staging::connect);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE VIEW looks AS SELECT 1 AS one",
        "CREATE MATERIALIZED VIEW looks AS SELECT 1 AS one"
    })
    void namesWhatHasNoChanges(String provocation) {
        staging.execute(provocation);

        assertThat(ward.finding("staging.not-capturable").subject())
                .isEqualTo("staging public.looks");
    }

    @Test
    void namesColumnsThatDifferInCaseOnly() {
        staging.execute("ALTER TABLE product ADD \"Sku\" text");
        production.execute("ALTER TABLE product ADD \"Sku\" text");

        assertThat(ward.finding("staging.column-names").sentence()).contains("sku, \"Sku\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "staging.publication-tables | FOR TABLE product",
                "staging.publication-operations | FOR ALL TABLES WITH (publish = 'insert')",
                "staging.publication-root | FOR ALL TABLES"
            })
    void examinesAGivenPublication(String id, String definition) throws SQLException {
        String orders =
                "CREATE TABLE orders (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE orders_1 PARTITION OF orders DEFAULT";
        staging.execute(orders);
        production.execute(orders);
        staging.execute("CREATE PUBLICATION " + ward.names().publication() + " " + definition);

        ward.cure(ward.finding(id), staging::connect);
    }

    @Test
    void namesATableWithoutKeyWhoseInsertsAGivenPublicationWouldLose() throws SQLException {
        staging.execute("CREATE TABLE journal (note text)");
        production.execute("CREATE TABLE journal (note text)");
        staging.execute(
                "CREATE PUBLICATION "
                        + ward.names().publication()
                        + " FOR TABLE category, product");

        ward.cure(ward.finding("staging.publication-inserts"), staging::connect);

        assertThat(ward.examine().errors()).isEmpty();
    }

    @Test
    void namesAPublicationThatCarriesPartOfATable() {
        staging.execute(
                "CREATE PUBLICATION "
                        + ward.names().publication()
                        + " FOR TABLE category, product WHERE (id > 5)");

        assertThat(ward.finding("staging.publication-filter").subject())
                .isEqualTo("staging public.product");
    }

    @Test
    void namesWhatOurRoleLacksInStaging() throws SQLException {
        String role = "capture_" + staging.name();
        staging.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        try {
            Ward poor = ward.withStagingAs(role);

            poor.cure(poor.finding("staging.replication"), staging::connect);
            poor.cure(poor.finding("staging.select"), staging::connect);
            poor.cure(poor.finding("staging.publication"), staging::connect);

            assertThat(poor.examine().errors()).isEmpty();
        } finally {
            staging.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void tellsWhetherThePublisherMayCheckForeignKeys() throws SQLException {
        String role = "checker_" + production.name();
        production.execute(
                """
                CREATE ROLE %1$s LOGIN PASSWORD 'secret'; GRANT CREATE ON DATABASE "%2$s" TO %1$s;
                CREATE TABLE shelf (id int PRIMARY KEY, category_id int REFERENCES category DEFERRABLE);
                GRANT ALL ON ALL TABLES IN SCHEMA public TO %1$s
                """
                        .formatted(role, production.name()));
        staging.execute(
                "CREATE TABLE shelf (id int PRIMARY KEY, category_id int REFERENCES category DEFERRABLE)");
        try {
            Ward poor = ward.withProductionAs(role).withForeignKeysCheckedByThePublisher();
            Finding refused = poor.finding("production.foreign-key-check");
            assertThat(refused.severity()).isEqualTo(Severity.ERROR);
            assertThat(refused.sentence()).contains(role);

            poor.cure(refused, production::connect);

            assertThat(poor.examine().findings())
                    .extracting(Finding::sentence)
                    .contains(
                            "The publisher checks the foreign keys of rows inserted into 1 of 2 tables that have some.");
            assertThat(poor.finding("production.foreign-keys-left").sentence())
                    .contains("public.shelf");
        } finally {
            production.execute(
                    "REVOKE SET ON PARAMETER session_replication_role FROM %1$s; DROP OWNED BY %1$s; DROP ROLE %1$s"
                            .formatted(role));
        }
    }

    @Test
    void namesWhatOurRoleLacksInProduction() throws SQLException {
        String role = "publisher_" + production.name();
        production.execute(
                """
                CREATE ROLE %1$s LOGIN PASSWORD 'secret'; REVOKE ALL ON SCHEMA public FROM public;
                ALTER TABLE product ENABLE ROW LEVEL SECURITY
                """
                        .formatted(role));
        try {
            Ward poor = ward.withProductionAs(role);

            assertThat(poor.finding("production.grants").sentence()).contains(role);
            for (Finding finding : poor.examine().findings()) {
                if (finding.id().equals("production.grants")) {
                    Ward.run(finding, production::connect);
                }
            }
            poor.cure(poor.finding("production.state-schema"), production::connect);
            poor.cure(poor.finding("production.row-security"), production::connect);
            assertThat(poor.examine().errors()).isEmpty();

            production.execute(
                    "CREATE SCHEMA stageline; CREATE TABLE stageline.checkpoint (id int)");
            poor.cure(poor.finding("production.state-schema"), production::connect);
        } finally {
            production.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR | production.column-missing | ALTER TABLE product DROP note",
                "WARNING | production.column-missing | ALTER TABLE product DROP twice",
                "ERROR | production.column-type | ALTER TABLE product ALTER note TYPE varchar(9)",
                "ERROR | production.column-type | ALTER TABLE product ALTER note TYPE int USING NULL",
                "ERROR | production.column-required | ALTER TABLE product ADD local text NOT NULL",
                "WARNING | production.not-null | ALTER TABLE product ALTER note SET NOT NULL",
                "ERROR | production.generated-column | ALTER TABLE product ALTER twice DROP EXPRESSION",
                "ERROR | production.generated-column | ALTER TABLE product DROP note, ADD note varchar(10) GENERATED ALWAYS AS (sku) STORED",
                "ERROR | production.primary-key | ALTER TABLE product DROP CONSTRAINT product_pkey",
                "ERROR | production.primary-key | ALTER TABLE product DROP CONSTRAINT product_pkey, ADD PRIMARY KEY (id, sku)",
                "WARNING | production.key-missing | ALTER TABLE product DROP CONSTRAINT product_sku_key",
                "WARNING | production.key-missing | ALTER TABLE product DROP CONSTRAINT product_category_fkey",
                "ERROR | production.read-only | ALTER ROLE postgres IN DATABASE %s SET default_transaction_read_only = on"
            })
    void namesWhatProductionLacks(Severity severity, String id, String provocation)
            throws SQLException {
        production.execute(
                provocation
                        .replace("%s", production.name())
                        .replace("ROLE postgres", "ROLE " + production.user()));

        Finding finding = ward.finding(id);

        assertThat(finding.severity()).isEqualTo(severity);
        if (id.equals("production.read-only")) {
            finding =
                    finding.curedBy(
                            "SET default_transaction_read_only = off;\n"
                                    + finding.cure().orElseThrow());
        }
        ward.cure(finding, production::connect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE category ADD CONSTRAINT short CHECK (length(name) < 30)",
                "CREATE UNIQUE INDEX lower_name ON category (lower(name))",
                "ALTER TABLE category ADD CONSTRAINT only_here UNIQUE (id, name)"
            })
    void namesWhatOnlyProductionDemands(String provocation) throws SQLException {
        production.execute(provocation);

        ward.cure(ward.finding("staging.key-missing"), staging::connect);
    }

    @Test
    void namesATableThatProductionLacks() {
        staging.execute("CREATE TABLE fresh (id int PRIMARY KEY)");

        assertThat(ward.finding("production.table-missing").subject())
                .isEqualTo("production public.fresh");
    }

    @Test
    void namesLabelsThatProductionsEnumLacks() throws SQLException {
        staging.execute("ALTER TYPE colour ADD VALUE 'it''s white' BEFORE 'red'");
        staging.execute("ALTER TYPE colour ADD VALUE 'grey' AFTER 'red'");

        ward.cure(ward.finding("production.type"), production::connect);
    }

    @Test
    void namesATypeThatProductionLacks() throws SQLException {
        String usesNewTypes =
                """
                CREATE TYPE size AS ENUM ('s', 'm'); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
                CREATE TABLE box (id int PRIMARY KEY, size size, count positive)
                """;
        staging.execute(usesNewTypes);
        production.execute("CREATE TABLE box (id int PRIMARY KEY, size text, count int)");

        for (Finding finding : ward.examine().findings()) {
            if (finding.id().equals("production.type")) {
                Ward.run(finding, production::connect);
            }
        }
        assertThat(ward.examine().findings())
                .extracting(Finding::id)
                .doesNotContain("production.type");
    }

    @Test
    void namesADomainThatProductionMadeOtherwise() {
        production.execute("ALTER DOMAIN price ADD CONSTRAINT cheap CHECK (VALUE < 100)");

        assertThat(ward.finding("production.type").sentence()).contains("VALUE < ");
    }

    @Test
    void toleratesTextThatIsRoomierInProduction() {
        production.execute("ALTER TABLE product ALTER note TYPE text");

        assertThat(ward.finding("production.column-type").severity()).isEqualTo(Severity.WARNING);
        assertThat(ward.examine().errors()).isEmpty();
    }

    @Test
    void namesTriggersThatFireForUs() {
        production.execute(
                """
                CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER audited AFTER INSERT ON product FOR EACH ROW EXECUTE FUNCTION audit()
                """);

        assertThat(ward.finding("production.triggers").sentence()).contains("audited");
    }

    @Test
    void namesParentsThatNobodyPublishes() {
        production.execute(
                """
                CREATE SCHEMA other; CREATE TABLE other.country (id int PRIMARY KEY);
                ALTER TABLE category ADD FOREIGN KEY (id) REFERENCES other.country
                """);

        assertThat(ward.finding("production.parent-unpublished").sentence())
                .contains("other.country");
    }

    @Test
    void examinesTheOtherServerWhenOneCannotBeReached() {
        var nowhere =
                new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/x", "me", new Secret("secret"));
        Ward dark = ward.withStaging(nowhere);

        Diagnosis diagnosis = dark.examine();

        assertThat(diagnosis.unreachable()).isTrue();
        assertThat(diagnosis.errors())
                .extracting(Finding::id)
                .containsExactly("staging.unreachable");
        assertThat(diagnosis.findings()).extracting(Finding::id).contains("production.version");
    }

    @Test
    void examinesTheTopic() {
        var config =
                new ChangeLogConfig(
                        Servers.kafka().bootstrapServers(),
                        Path.of("unused"),
                        1,
                        1_048_576,
                        Map.of());
        var topic = new ChangeLogTopic(config, "doctor-" + staging.name());

        Diagnosis before = doctor(topic).examine();
        assertThat(topic.ensure()).isEmpty();
        Diagnosis after = doctor(topic).examine();

        assertThat(before.findings())
                .anySatisfy(it -> assertThat(it.sentence()).contains("run creates the topic"));
        assertThat(after.findings())
                .anySatisfy(it -> assertThat(it.sentence()).contains("settings it needs"));
    }

    private Doctor doctor(ChangeLogTopic topic) {
        return new Doctor(
                ward.stagingUser(),
                ward.productionUser(),
                new TableSelection(List.of("public.*"), List.of()),
                Optional.of(topic),
                ward.names(),
                ForeignKeyCheck.PRODUCTION);
    }
}
