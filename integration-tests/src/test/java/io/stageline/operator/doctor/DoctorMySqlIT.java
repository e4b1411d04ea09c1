package io.stageline.operator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.TableId;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorMySqlIT {
    private static final String SHOP =
            """
            CREATE TABLE category (id int PRIMARY KEY, name varchar(40) UNIQUE);
            CREATE TABLE product (
                id int PRIMARY KEY AUTO_INCREMENT, sku varchar(20) CHARACTER SET latin1 NOT NULL UNIQUE, net decimal(8, 2),
                hue enum('red', 'green', 'blue'), note varchar(10) DEFAULT 'it''s', category int, number int, spare int,
                twice int GENERATED ALWAYS AS (number * 2) STORED,
                CONSTRAINT of_category FOREIGN KEY (category) REFERENCES category (id) ON DELETE CASCADE);
            """;

    private final MySqlDatabase staging = Servers.mysql(Role.STAGING).createDatabase();
    private final MySqlDatabase production =
            Servers.mysql(Role.PRODUCTION).createDatabase(staging.name());
    private final Ward ward = Ward.of(staging, production);

    @BeforeEach
    void shop() {
        staging.execute("SET GLOBAL binlog_row_metadata = FULL");
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
        assertThat(diagnosis.of(Severity.WARNING)).isEmpty();
        assertThat(diagnosis.unreachable()).isFalse();
        assertThat(diagnosis.of(Severity.OK))
                .extracting(Finding::id)
                .contains(
                        "staging.version",
                        "staging.binlog",
                        "staging.replication",
                        "production.state-schema",
                        "production.tables");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR | staging.engine | CREATE TABLE plain (id int PRIMARY KEY) ENGINE = MyISAM",
                "ERROR | staging.charset | CREATE TABLE far (id int PRIMARY KEY, a varchar(9) CHARACTER SET gbk)",
                "WARNING | staging.primary-key | CREATE TABLE keyless (id int)",
                "WARNING | staging.enum | CREATE TABLE choice (id int PRIMARY KEY, a enum('x', ''))",
                "INFO | staging.json | CREATE TABLE paper (id int PRIMARY KEY, a json)",
                "INFO | staging.not-capturable | CREATE VIEW looks AS SELECT 1"
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
    void namesWhatOurAccountLacksInStaging() throws SQLException {
        String account = "c" + staging.name().substring(0, 10);
        staging.execute("CREATE USER " + account + " IDENTIFIED BY 'secret'");
        staging.execute("GRANT INSERT ON %s.product TO %s".formatted(staging.name(), account));
        try {
            Ward poor = ward.withStagingAs(account);

            poor.cure(poor.finding("staging.replication"), staging::connect);
            poor.cure(poor.finding("staging.select"), staging::connect);

            assertThat(poor.examine().errors()).isEmpty();
        } finally {
            staging.execute("DROP USER " + account);
        }
    }

    @Test
    void namesWhatOurAccountLacksInProduction() throws SQLException {
        String account = "p" + production.name().substring(0, 10);
        production.execute("CREATE USER " + account + " IDENTIFIED BY 'secret'");
        production.execute(
                "GRANT SELECT, UPDATE (note) ON %s.product TO %s"
                        .formatted(production.name(), account));
        try {
            Ward poor = ward.withProductionAs(account);

            assertThat(poor.examine().errors())
                    .extracting(Finding::id)
                    .containsOnly("production.state-schema", "production.grants");
            poor.cure(poor.finding("production.state-schema"), production::connect);
            for (Finding finding : poor.examine().errors()) {
                Ward.run(finding, production::connect);
            }
            assertThat(poor.examine().errors()).isEmpty();
        } finally {
            production.execute("DROP USER " + account);
        }
    }

    @Test
    void countsPrivilegesOfRolesThatAreActive() {
        String account = "r" + staging.name().substring(0, 10);
        staging.execute(
                """
                CREATE ROLE %1$s_reader; GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO %1$s_reader;
                GRANT SELECT ON %2$s.* TO %1$s_reader;
                CREATE USER %1$s IDENTIFIED BY 'secret' DEFAULT ROLE %1$s_reader
                """
                        .formatted(account, staging.name()));
        try {
            Diagnosis diagnosis = ward.withStagingAs(account).examine();

            assertThat(diagnosis.errors()).isEmpty();
            assertThat(diagnosis.of(Severity.WARNING)).isEmpty();
        } finally {
            staging.execute("DROP USER " + account);
            staging.execute("DROP ROLE " + account + "_reader");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR | production.column-missing | ALTER TABLE product DROP note",
                "WARNING | production.column-missing | ALTER TABLE product DROP twice",
                "ERROR | production.column-type | ALTER TABLE product MODIFY note varchar(9) DEFAULT 'it''s'",
                "ERROR | production.column-type | ALTER TABLE product MODIFY note int",
                "ERROR | production.column-type | ALTER TABLE product MODIFY net decimal(8, 1)",
                "ERROR | production.column-type | ALTER TABLE product MODIFY number int unsigned",
                "ERROR | production.column-type | ALTER TABLE product MODIFY hue enum('red', 'blue')",
                "WARNING | production.column-type | ALTER TABLE product MODIFY hue enum('black', 'blue', 'green', 'red')",
                "WARNING | production.column-type | ALTER TABLE product MODIFY number bigint",
                "WARNING | production.column-type | ALTER TABLE product MODIFY note text",
                "WARNING | production.column-type | ALTER TABLE product MODIFY net decimal(10, 2)",
                "ERROR | production.charset | ALTER TABLE product MODIFY note varchar(10) CHARACTER SET latin1",
                "ERROR | production.collation | ALTER TABLE product MODIFY sku varchar(20) CHARACTER SET utf8mb4 NOT NULL",
                "WARNING | production.collation | ALTER TABLE product MODIFY note varchar(10) COLLATE utf8mb4_bin",
                "ERROR | production.column-required | ALTER TABLE product ADD local varchar(9) NOT NULL",
                "WARNING | production.not-null | ALTER TABLE product MODIFY note varchar(10) NOT NULL",
                "ERROR | production.generated-column | ALTER TABLE product MODIFY twice int",
                "ERROR | production.generated-column | ALTER TABLE product DROP note, ADD note varchar(10) AS (hue) VIRTUAL",
                "WARNING | production.generated-column | ALTER TABLE product MODIFY twice int AS (number * 3) STORED",
                "ERROR | production.primary-key | ALTER TABLE product MODIFY id int, DROP PRIMARY KEY",
                "ERROR | production.primary-key | ALTER TABLE product DROP PRIMARY KEY, ADD PRIMARY KEY (id, sku)",
                "WARNING | production.key-missing | ALTER TABLE product DROP KEY sku",
                "ERROR | production.foreign-key-action | ALTER TABLE product DROP FOREIGN KEY of_category",
                "ERROR | production.foreign-key-action | ALTER TABLE product DROP FOREIGN KEY of_category; ALTER TABLE product ADD CONSTRAINT other FOREIGN KEY (category) REFERENCES category (id)",
                "ERROR | production.foreign-key-action | ALTER TABLE product ADD FOREIGN KEY (spare) REFERENCES category (id) ON DELETE SET NULL",
                "ERROR | production.engine | CREATE TABLE plain (id int PRIMARY KEY) ENGINE = MyISAM",
                "ERROR | production.table-missing | DROP TABLE product",
                "ERROR | production.table-missing | SET foreign_key_checks = 0; DROP TABLE product, category"
            })
    void namesWhatProductionLacks(Severity severity, String id, String provocation)
            throws SQLException {
        staging.execute("CREATE TABLE plain (id int PRIMARY KEY)");
        production.execute(provocation);
        production.execute("CREATE TABLE IF NOT EXISTS plain (id int PRIMARY KEY)");

        Finding finding = ward.finding(id);

        assertThat(finding.severity()).isEqualTo(severity);
        if (finding.cure().isPresent()) {
            ward.examine().findings().stream()
                    .filter(it -> it.id().equals(id))
                    .skip(1)
                    .forEach(this::cureInProduction);
            ward.cure(finding, production::connect);
        }
        assertThat(ward.examine().errors()).isEmpty();
    }

    private void cureInProduction(Finding finding) {
        try {
            Ward.run(finding, production::connect);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE category ADD CONSTRAINT short CHECK (char_length(name) < 30)",
                "CREATE UNIQUE INDEX lower_name ON category ((lower(name)))",
                "ALTER TABLE category ADD CONSTRAINT only_here UNIQUE (id, name)",
                "ALTER TABLE product ADD CONSTRAINT only_here FOREIGN KEY (number) REFERENCES category (id)"
            })
    void namesWhatOnlyProductionDemands(String provocation) throws SQLException {
        production.execute(provocation);

        ward.cure(ward.finding("staging.key-missing"), staging::connect);
    }

    @Test
    void namesADatabaseThatProductionLacks() throws SQLException {
        production.execute("DROP DATABASE " + production.name());
        try (MySqlDatabase elsewhere = Servers.mysql(Role.PRODUCTION).createDatabase()) {
            Ward away = Ward.of(staging, elsewhere);

            assertThat(away.finding("production.database-name").sentence())
                    .contains(elsewhere.name(), staging.name());
            away.cure(away.finding("production.database-missing"), elsewhere::connect);
        }
    }

    @Test
    void namesTriggersThatFireForUs() {
        production.execute(
                "CREATE TRIGGER audited AFTER INSERT ON product FOR EACH ROW INSERT INTO category (id) VALUES (NEW.id)");

        assertThat(ward.finding("production.triggers").sentence()).contains("audited");
    }

    @Test
    void namesParentsThatNobodyPublishes() {
        Ward without = ward.excluding(staging.name() + ".category");

        assertThat(without.finding("production.parent-unpublished").sentence())
                .contains(staging.name() + ".category");
    }

    @Test
    void readsPrivilegesAsTheServerTellsThem() {
        MySqlGrants grants =
                MySqlGrants.parse(
                        List.of(
                                "GRANT USAGE ON *.* TO `a`@`%`",
                                "GRANT SELECT, INSERT (`x`, `y`), DELETE ON `s``hop`.`it em` TO `a`@`%`",
                                "GRANT ALL PRIVILEGES ON `sh\\_p`.* TO `a`@`%` WITH GRANT OPTION",
                                "GRANT UPDATE ON `t_st%`.* TO `a`@`%`",
                                "GRANT `role`@`%` TO `a`@`%`"));

        var item = new TableId("s`hop", "it em");
        assertThat(grants.missing(item, List.of("SELECT", "INSERT", "DELETE")))
                .containsExactly("INSERT");
        assertThat(grants.on("sh_p", "CREATE")).isTrue();
        assertThat(grants.on("shop", "CREATE")).isFalse();
        assertThat(grants.on("test7", "UPDATE")).isTrue();
        assertThat(grants.everywhere("SELECT")).isFalse();
    }
}
