package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.embedded.EmbeddedMySql;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every failure provoked for real: its number, and what it means.
class MySqlFailuresIT {
    private static MySqlDatabase shop = new MySqlDatabase(new MySqlServer("", 0, "", ""), "");

    @BeforeAll
    static void create() {
        shop = Servers.mysql(Role.PRODUCTION).createDatabase();
        shop.execute(
                """
                CREATE TABLE parent (id int PRIMARY KEY, code varchar(5) NOT NULL UNIQUE);
                CREATE TABLE child (
                    id int PRIMARY KEY, parent int, n tinyint UNSIGNED CHECK (n < 50), twice int AS (n * 2),
                    due date, hue enum('red', 'green'), doc json, name varchar(10) CHARACTER SET latin1, spot point,
                    FOREIGN KEY (parent) REFERENCES parent (id));
                CREATE TABLE few (id int) PARTITION BY LIST (id) (PARTITION one VALUES IN (1));
                CREATE TRIGGER guard BEFORE UPDATE ON parent FOR EACH ROW
                    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not here';
                INSERT INTO parent VALUES (1, 'a'); INSERT INTO child (id, parent) VALUES (1, 1)
                """);
    }

    @AfterAll
    static void drop() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1062 | UNIQUE | INSERT INTO parent VALUES (2, 'A')",
                "1451 | FOREIGN_KEY | DELETE FROM parent",
                "1452 | FOREIGN_KEY | INSERT INTO child (id, parent) VALUES (2, 7)",
                "3819 | INTEGRITY | INSERT INTO child (id, n) VALUES (2, 60)",
                "1048 | INTEGRITY | INSERT INTO parent VALUES (2, NULL)",
                "1364 | INTEGRITY | INSERT INTO parent (id) VALUES (2)",
                "1526 | INTEGRITY | INSERT INTO few VALUES (2)",
                "1406 | VALUE     | INSERT INTO parent VALUES (2, 'too long')",
                "1264 | VALUE     | INSERT INTO child (id, n) VALUES (2, 256)",
                "1366 | VALUE     | INSERT INTO child (id, n) VALUES (2, 'x')",
                "1292 | VALUE     | INSERT INTO child (id, due) VALUES (2, '2026-13-01')",
                "1265 | VALUE     | INSERT INTO child (id, hue) VALUES (2, 'blue')",
                "1366 | VALUE     | INSERT INTO child (id, name) VALUES (2, '𝄞')",
                "3140 | VALUE     | INSERT INTO child (id, doc) VALUES (2, '{')",
                "1416 | VALUE     | INSERT INTO child (id, spot) VALUES (2, 'x')",
                "1644 | VALUE     | UPDATE parent SET code = 'b'",
                "3669 | VALUE     | SELECT * FROM JSON_TABLE('[300]', '$[*]' COLUMNS (n tinyint PATH '$' ERROR ON ERROR)) v",
                "3156 | VALUE     | SELECT * FROM JSON_TABLE('[\"x\"]', '$[*]' COLUMNS (n int PATH '$' ERROR ON ERROR)) v",
                "3105 | SCHEMA    | INSERT INTO child (id, twice) VALUES (2, 2)",
                "1146 | SCHEMA    | SELECT * FROM nothing",
                "1054 | SCHEMA    | SELECT nothing FROM parent",
                "1136 | SCHEMA    | INSERT INTO parent VALUES (2)",
                "1305 | SCHEMA    | SELECT nothing(1)",
                "1792 | READ_ONLY | START TRANSACTION READ ONLY; INSERT INTO parent VALUES (2, 'b')",
                "3024 | STATEMENT_TIMEOUT | SELECT /*+ MAX_EXECUTION_TIME(20) */ count(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c",
                "1064 | OTHER     | SELEKT 1"
            })
    void ofAStatement(int number, FailureKind kind, String statements) throws SQLException {
        try (MySqlSession session = MySqlSession.open(shop)) {
            SQLException refusal = session.refusal(statements.split("; ")).orElseThrow();

            assertThat(refusal.getErrorCode()).isEqualTo(number);
            assertThat(FailureKind.kindOf(refusal)).isEqualTo(kind);
        }
    }

    @Test
    void ofLocks() throws Exception {
        shop.execute(
                "CREATE TABLE seat (id int PRIMARY KEY, n int); INSERT INTO seat VALUES (1, 0), (2, 0)");
        try (MySqlSession first = MySqlSession.open(shop);
                MySqlSession second = MySqlSession.open(shop)) {
            first.execute("START TRANSACTION");
            first.execute("UPDATE seat SET n = 1 WHERE id = 1");
            second.execute("SET innodb_lock_wait_timeout = 1");

            assertThat(kind(second.refusal("SELECT * FROM seat WHERE id = 1 FOR UPDATE NOWAIT")))
                    .isEqualTo(FailureKind.LOCK_TIMEOUT);
            assertThat(kind(second.refusal("UPDATE seat SET n = 2 WHERE id = 1")))
                    .isEqualTo(FailureKind.LOCK_TIMEOUT);

            second.execute("SET innodb_lock_wait_timeout = 50");
            second.execute("START TRANSACTION");
            second.execute("UPDATE seat SET n = 2 WHERE id = 2");
            List<Optional<SQLException>> refusals =
                    together(
                            () -> first.refusal("UPDATE seat SET n = 1 WHERE id = 2", "COMMIT"),
                            () -> second.refusal("UPDATE seat SET n = 2 WHERE id = 1", "COMMIT"));
            assertThat(refusals.stream().flatMap(Optional::stream).map(FailureKind::kindOf))
                    .containsExactly(FailureKind.DEADLOCK);
        }
    }

    @Test
    void ofPrivileges() throws SQLException {
        String name = shop.name();
        shop.execute(
                "CREATE USER %1$s IDENTIFIED BY 'x'; GRANT SELECT (id) ON %1$s.parent TO %1$s"
                        .formatted(name));
        try (MySqlSession reader = MySqlSession.open(as(name, "x"))) {
            assertThat(kind(reader.refusal("DELETE FROM parent"))).isEqualTo(FailureKind.PRIVILEGE);
            assertThat(kind(reader.refusal("SELECT code FROM parent")))
                    .isEqualTo(FailureKind.PRIVILEGE);
            assertThat(kind(reader.refusal("USE mysql"))).isEqualTo(FailureKind.PRIVILEGE);
            assertThat(kind(reader.refusal("SET GLOBAL max_connections = 5")))
                    .isEqualTo(FailureKind.PRIVILEGE);
        }
        assertThat(kind(opening(as(name, "wrong")))).isEqualTo(FailureKind.PRIVILEGE);
        shop.execute("DROP USER " + name);
    }

    @Test
    void ofAServerInTrouble() throws Exception {
        try (EmbeddedMySql small =
                EmbeddedMySql.start(
                        MySqlServers.program(),
                        Servers.freshFolder("mysql-small"),
                        Map.of("max-connections", "4", "max-heap-table-size", "16K"))) {
            small.createDatabase("shop");
            var server = new MySqlServer("127.0.0.1", small.port(), small.user(), small.password());
            var database = new MySqlDatabase(server, "shop");
            database.execute(
                    "CREATE TABLE t (id int PRIMARY KEY, v char(255)) ENGINE = MEMORY; CREATE TABLE u (id int)");
            try (MySqlSession session = MySqlSession.open(database)) {
                assertThat(
                                kind(
                                        session.refusal(
                                                "INSERT INTO t WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i, 'x' FROM n")))
                        .isEqualTo(FailureKind.DISK_FULL);
                assertThat(kind(tooManySessions(database))).isEqualTo(FailureKind.CONNECTION);
                session.execute("SET GLOBAL super_read_only = 1");
                SQLException readOnly = session.refusal("INSERT INTO u VALUES (1)").orElseThrow();
                assertThat(readOnly.getErrorCode()).isEqualTo(1290);
                assertThat(FailureKind.kindOf(readOnly)).isEqualTo(FailureKind.READ_ONLY);

                try (MySqlSession victim = MySqlSession.open(database)) {
                    session.execute("KILL " + victim.value("SELECT connection_id()"));
                    assertThat(kind(victim.refusal("SELECT 1")))
                            .isIn(FailureKind.CONNECTION, FailureKind.SHUTDOWN);
                }
                session.execute("SHUTDOWN");
                assertThat(kind(session.refusal("SELECT sleep(60)")))
                        .isIn(FailureKind.CONNECTION, FailureKind.SHUTDOWN);
            }
            assertThat(kind(opening(database))).isEqualTo(FailureKind.CONNECTION);
        }
    }

    private static Optional<SQLException> tooManySessions(MySqlDatabase database)
            throws SQLException {
        List<MySqlSession> open = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                open.add(MySqlSession.open(database));
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        } finally {
            for (MySqlSession session : open) {
                session.close();
            }
        }
    }

    private static Optional<SQLException> opening(MySqlDatabase database) {
        try (MySqlSession session = MySqlSession.open(database)) {
            return session.refusal("SELECT 1");
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private static MySqlDatabase as(String user, String password) {
        MySqlServer server = shop.server();
        return new MySqlDatabase(
                new MySqlServer(server.host(), server.port(), user, password), shop.name());
    }

    private static FailureKind kind(Optional<SQLException> refusal) {
        return FailureKind.kindOf(refusal.orElseThrow());
    }

    private static <T> List<T> together(Callable<T> one, Callable<T> other) throws Exception {
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : both.invokeAll(List.of(one, other))) {
                results.add(each.get());
            }
            return results;
        }
    }
}
