package io.stageline.pipeline;

import io.stageline.pipeline.TypeFamily.MatrixType;
import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/// What is done with one type of MySQL: as a column beside a large unchanged value, as primary key, in a table without key, and written by a loose session in
/// another time zone. What staging refuses (a type that is no key) is left out.
final class MySqlTypeTables {
    /// As loose as an editor's session can be.
    private static final String EDITOR =
            "SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'";

    /// Nothing that staging's own checks let through: a key without length or of a type that is none, NULL, a duplicate.
    private static final Set<Integer> REFUSALS = Set.of(1062, 1170, 3152, 3728, 6134);

    private final MatrixType type;
    private final String plain;
    private final String keyed;
    private final String keyless;
    private final int count;
    private boolean hasKeyed;

    MySqlTypeTables(int number, MatrixType type) {
        this.type = type;
        this.plain = "plain_" + number;
        this.keyed = "keyed_" + number;
        this.keyless = "keyless_" + number;
        this.count = type.values().size();
    }

    /// Makes the tables. The keyed one is not there when the type cannot be a key.
    void create(RealDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE %s (id int PRIMARY KEY, v %s, big longtext)"
                            .formatted(plain, type.type()));
            statement.execute("CREATE TABLE %s (v %s, n int)".formatted(keyless, type.type()));
            hasKeyed =
                    tolerate(
                            statement,
                            "CREATE TABLE %s (v %s, n int, big longtext, PRIMARY KEY (v))"
                                    .formatted(keyed, type.type().replace(" NULL", "")));
        }
    }

    void change(RealDatabase staging) throws SQLException {
        try (Connection connection = staging.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(EDITOR);
            changePlain(statement);
            changeKeyless(statement);
            if (hasKeyed) {
                changeKeyed(statement);
            }
        }
    }

    private void changePlain(Statement statement) throws SQLException {
        for (int i = 0; i < count; i++) {
            statement.execute(
                    "INSERT INTO %s VALUES (%d, %s, repeat('big', 5000))"
                            .formatted(plain, i, value(i)));
        }
        statement.execute("INSERT INTO " + plain + " VALUES (1000, NULL, NULL)");
        for (int i = 0; i < count; i++) {
            statement.execute(
                    "UPDATE %s SET v = %s WHERE id = %d".formatted(plain, value(i + 1), i));
        }
        statement.execute("UPDATE %s SET v = %s WHERE id = 1000".formatted(plain, value(0)));
        statement.execute("SET time_zone = '-05:30'");
        statement.execute("INSERT INTO %s SELECT id + 2000, v, '' FROM %s".formatted(plain, plain));
        statement.execute("SET time_zone = '+00:00'");
        statement.execute("UPDATE %s SET v = NULL WHERE id = 2000".formatted(plain));
        statement.execute(
                "UPDATE %s SET id = id + 5000, v = %s WHERE id = 1000"
                        .formatted(plain, value(count - 1)));
        statement.execute("DELETE FROM " + plain + " WHERE id = 3000");
    }

    private void changeKeyless(Statement statement) throws SQLException {
        for (int i = 0; i < count; i++) {
            statement.execute(
                    "INSERT INTO %1$s VALUES (%2$s, %3$d), (%2$s, %3$d)"
                            .formatted(keyless, value(i), i));
        }
        statement.execute("INSERT INTO " + keyless + " VALUES (NULL, -1), (NULL, -1)");
        statement.execute("UPDATE " + keyless + " SET n = n + 1000 WHERE n % 2 = 0");
        statement.execute("UPDATE %s SET v = %s WHERE n = 1".formatted(keyless, value(0)));
        statement.execute("DELETE FROM " + keyless + " WHERE n % 3 = 0 LIMIT 1");
    }

    private void changeKeyed(Statement statement) throws SQLException {
        for (int i = 0; i < count; i++) {
            tolerate(
                    statement,
                    "INSERT INTO %s VALUES (%s, %d, repeat('big', 5000))"
                            .formatted(keyed, value(i), i));
        }
        statement.execute("UPDATE " + keyed + " SET n = n + 1000 WHERE n % 2 = 1");
        statement.execute("DELETE FROM " + keyed + " WHERE n % 3 = 0");
        // A key freed above is taken by the row that comes first; staging refuses where it is equal
        // to another.
        for (int i = 0; i < count; i += 3) {
            tolerate(
                    statement,
                    "UPDATE %s SET v = %s ORDER BY n LIMIT 1".formatted(keyed, value(i)));
        }
        statement.execute("UPDATE " + keyed + " SET big = 'small' WHERE n > 1000");
    }

    private String value(int index) {
        List<String> values = type.values();
        return values.get(index % values.size());
    }

    /// For statements that some types refuse.
    ///
    /// @return whether it was done
    private static boolean tolerate(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            if (!REFUSALS.contains(e.getErrorCode())) {
                throw e;
            }
            return false;
        }
    }
}
