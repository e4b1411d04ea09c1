package io.stageline.publisher.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stageline.configuration.Secret;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Schema `stageline` is there once and whole, whoever starts when and ends where.
class SchemaIT {
    private static Reign claim(RealDatabase production, int lane) throws SQLException {
        try (Connection connection = production.open("a publisher of lane " + lane)) {
            return Reign.claim(connection, "shop", lane, "a test");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void publishersThatStartAtOnceMakeItOnce(ServerKind kind) throws Exception {
        try (RealDatabase production = kind.createProduction();
                ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Reign>> claims = new ArrayList<>();
            for (int lane = 0; lane < 8; lane++) {
                int mine = lane;
                claims.add(() -> claim(production, mine));
            }

            for (Future<Reign> claimed : starts.invokeAll(claims)) {
                assertThat(claimed.get().epoch().value()).isEqualTo(1);
            }
            assertThat(production.query("SELECT version FROM stageline.schema_version"))
                    .containsExactly(List.of("2"));
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void aNewerSchemaIsLeftAlone(ServerKind kind) throws SQLException {
        try (RealDatabase production = kind.createProduction()) {
            claim(production, 0);
            production.execute("UPDATE stageline.schema_version SET version = 99");

            assertThatExceptionOfType(StateRefusedException.class)
                    .isThrownBy(() -> claim(production, 0))
                    .withMessageContaining("version 99");
        }
    }

    /// Where a statement that makes a table is a transaction of its own.
    @Nested
    class OnMySql {
        private static final String ACCOUNT = "'o''neil'@'%'";

        private final RealDatabase production = ServerKind.MYSQL.createProduction();

        @AfterEach
        void drop() {
            production.execute("DROP USER IF EXISTS " + ACCOUNT);
            production.close();
        }

        @Test
        void whatAnEarlierStartLeftUnfinishedIsFinished() throws SQLException {
            claim(production, 0);
            production.execute(
                    "DELETE FROM stageline.schema_version; DROP TABLE stageline.command");

            Reign reign = claim(production, 0);

            assertThat(reign.epoch().value()).isEqualTo(2);
            assertThat(production.value("SELECT version FROM stageline.schema_version"))
                    .isEqualTo("2");
            assertThat(production.value("SELECT count(*) FROM stageline.command")).isEqualTo("0");
        }

        @Test
        void aRoleThatMayNotMakeItIsToldTheGrant() {
            production.execute("CREATE USER %s IDENTIFIED BY 'secret'".formatted(ACCOUNT));
            production.execute("GRANT SELECT ON %s.* TO %s".formatted(production.name(), ACCOUNT));

            assertThatExceptionOfType(StateRefusedException.class)
                    .isThrownBy(this::claimAsThatRole)
                    .withMessageEndingWith(grant());
        }

        @Test
        void thatGrantIsEnough() throws SQLException {
            production.execute("CREATE USER %s IDENTIFIED BY 'secret'".formatted(ACCOUNT));
            production.execute("GRANT SELECT ON %s.* TO %s".formatted(production.name(), ACCOUNT));
            production.execute(grant());

            assertThat(claimAsThatRole().epoch().value()).isEqualTo(1);
        }

        private String grant() {
            return "GRANT CREATE, ALTER, INDEX, SELECT, INSERT, UPDATE, DELETE ON stageline.* TO "
                    + ACCOUNT;
        }

        private Reign claimAsThatRole() throws SQLException {
            var config = new DatabaseConfig(production.url(), "o'neil", new Secret("secret"));
            try (Connection connection = new Database("a publisher", config).open()) {
                return Reign.claim(connection, "shop", 0, "a test");
            }
        }
    }
}
