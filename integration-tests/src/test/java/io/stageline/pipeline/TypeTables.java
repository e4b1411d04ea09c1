package io.stageline.pipeline;

import io.stageline.pipeline.TypeFamily.MatrixType;
import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done with one type: as a column beside a large unchanged value, in arrays of every shape, as primary key, and in a
/// table whose rows only their old images name. What the database refuses in staging (a type without order as key, a
/// value too large for an index) is left out.
final class TypeTables {
    private static final Logger log = LoggerFactory.getLogger(TypeTables.class);

    private final MatrixType type;
    private final String plain;
    private final String keyed;
    private final String keyless;
    private final int count;

    TypeTables(int number, MatrixType type) {
        this.type = type;
        this.plain = "public.plain_" + number;
        this.keyed = "public.keyed_" + number;
        this.keyless = "public.keyless_" + number;
        this.count = type.values().size();
    }

    String type() {
        return type.type();
    }

    /// Makes the tables. The keyed one is not there when the type cannot be a key.
    void create(RealDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE %s (id int PRIMARY KEY, v %s, a %s[], big text)"
                            .formatted(plain, type.type(), type.type()));
            statement.execute("ALTER TABLE " + plain + " ALTER big SET STORAGE EXTERNAL");
            statement.execute("CREATE TABLE %s (v %s, n int)".formatted(keyless, type.type()));
            statement.execute("ALTER TABLE " + keyless + " REPLICA IDENTITY FULL");
            tolerate(
                    statement,
                    "CREATE TABLE %s (v %s PRIMARY KEY, n int, big text)"
                            .formatted(keyed, type.type()));
        }
    }

    void change(RealDatabase staging) throws SQLException {
        try (Connection connection = staging.connect();
                Statement statement = connection.createStatement()) {
            insertPlain(statement);
            updatePlain(statement);
            changeKeyless(statement);
            if (exists(statement, keyed)) {
                changeKeyed(statement);
            }
        }
    }

    private void insertPlain(Statement statement) throws SQLException {
        for (int i = 0; i < count; i++) {
            statement.execute(
                    "INSERT INTO %s VALUES (%d, %s, ARRAY[%s, NULL, %s]::%s[], repeat('big', 5000))"
                            .formatted(
                                    plain,
                                    i,
                                    type.value(i),
                                    type.value(i),
                                    type.value(i + 1),
                                    type.type()));
        }
        tolerate(statement, "INSERT INTO " + plain + " VALUES (1000, NULL, NULL, NULL)");
        statement.execute(
                "INSERT INTO %s VALUES (1001, %s, '{}', '')".formatted(plain, type.value(0)));
        statement.execute(
                "INSERT INTO %s VALUES (1002, %s, array_fill(%s, ARRAY[2, 2], ARRAY[2, -1]), NULL)"
                        .formatted(plain, type.value(0), type.value(0)));
        statement.execute(
                "INSERT INTO %s VALUES (1003, %s, array_fill(%s, ARRAY[1, 2, 1, 2]), NULL)"
                        .formatted(plain, type.value(0), type.value(count - 1)));
    }

    private void updatePlain(Statement statement) throws SQLException {
        for (int i = 0; i < count; i++) {
            statement.execute(
                    "UPDATE %s SET v = %s WHERE id = %d".formatted(plain, type.value(i + 1), i));
        }
        statement.execute(
                "UPDATE %s SET a = array_fill(v, ARRAY[3], ARRAY[0]) WHERE id < 1000 AND id %% 2 = 0"
                        .formatted(plain));
        statement.execute("UPDATE %s SET a = a[1:2] WHERE id %% 2 = 1".formatted(plain));
        tolerate(statement, "UPDATE %s SET v = NULL WHERE id = 0".formatted(plain));
        tolerate(statement, "UPDATE %s SET v = %s WHERE id = 1000".formatted(plain, type.value(0)));
        statement.execute(
                "UPDATE %s SET id = id + 5000, v = %s WHERE id = 1001"
                        .formatted(plain, type.value(count - 1)));
        statement.execute("DELETE FROM " + plain + " WHERE id = 1002");
    }

    private void changeKeyless(Statement statement) throws SQLException {
        for (int i = 0; i < count; i++) {
            statement.execute(
                    "INSERT INTO %s VALUES (%s, %d), (%s, %d)"
                            .formatted(keyless, type.value(i), i, type.value(i), i));
        }
        tolerate(statement, "INSERT INTO " + keyless + " VALUES (NULL, -1), (NULL, -1)");
        statement.execute("UPDATE " + keyless + " SET n = n + 1000 WHERE n % 2 = 0");
        statement.execute("UPDATE %s SET v = %s WHERE n = 1".formatted(keyless, type.value(0)));
        statement.execute("DELETE FROM " + keyless + " WHERE n % 3 = 0");
    }

    private void changeKeyed(Statement statement) throws SQLException {
        for (int i = 0; i < count; i++) {
            tolerate(
                    statement,
                    "INSERT INTO %s VALUES (%s, %d, repeat('big', 5000)) ON CONFLICT DO NOTHING"
                            .formatted(keyed, type.value(i), i));
        }
        statement.execute("UPDATE " + keyed + " SET n = n + 1000 WHERE n % 2 = 1");
        statement.execute("DELETE FROM " + keyed + " WHERE n % 3 = 0");
        // A key freed above is taken by the row that comes first; staging refuses where it is equal
        // to another.
        for (int i = 0; i < count; i += 3) {
            tolerate(
                    statement,
                    "UPDATE %s SET v = %s WHERE n = (SELECT min(n) FROM %s)"
                            .formatted(keyed, type.value(i), keyed));
        }
        statement.execute("UPDATE " + keyed + " SET big = 'small' WHERE n > 1000");
    }

    private static boolean exists(Statement statement, String table) throws SQLException {
        try (var rows = statement.executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /// For statements that some types refuse.
    private void tolerate(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (!REFUSALS.contains(state)) {
                throw e;
            }
            log.atDebug().addKeyValue("type", type.type()).setCause(e).log("Left out");
        }
    }

    /// No operator class, index row too large, not null (a domain's), unique key taken, check.
    private static final List<String> REFUSALS =
            List.of("42704", "54000", "23502", "23505", "23514");
}
