package io.stageline.publisher.target;

import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.configuration.Secret;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A MySQL production of a test's own, with a target inside an open transaction.
final class MySqlWriting implements AutoCloseable {
    final MySqlDatabase production = Servers.mysql(Role.PRODUCTION).createDatabase();
    final Connection connection;
    final Target target;

    MySqlWriting(String schema) throws SQLException {
        this(schema, "");
    }

    /// @param parameters of the driver, as at the end of the URL
    MySqlWriting(String schema, String parameters) throws SQLException {
        production.execute(schema);
        var config =
                new DatabaseConfig(
                        production.url() + parameters,
                        production.user(),
                        new Secret(production.password()));
        connection = new Database("test", config).open();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        target =
                Target.on(
                        connection,
                        CatalogueReader.read(
                                connection, id -> id.schema().equals(production.name())),
                        OptionalInt.empty());
        connection.setAutoCommit(false);
    }

    TableId id(String table) {
        return new TableId(production.name(), table);
    }

    /// @param columns separated by blanks
    Outcome insert(String table, String columns, @Nullable String[]... rows) throws SQLException {
        return write(table, Operation.INSERT, columns, "", "", rows);
    }

    Outcome write(
            String table,
            Operation operation,
            String set,
            String key,
            String guard,
            @Nullable String[]... rows)
            throws SQLException {
        return target.write(rows(table, operation, set, key, guard, rows));
    }

    Write.Rows rows(
            String table,
            Operation operation,
            String set,
            String key,
            String guard,
            @Nullable String[]... rows) {
        var shape = new Shape(id(table), operation, names(set), names(key), names(guard));
        return new Write.Rows(shape, List.of(rows));
    }

    List<RowImage> read(String table, String key, String column, String... keys)
            throws SQLException {
        @Nullable String[][] rows =
                Arrays.stream(keys).map(value -> row(value)).toArray(String[][]::new);
        return target.read(rows(table, Operation.DELETE, "", key, "", rows), names(column));
    }

    private static List<String> names(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(" "));
    }

    static @Nullable String[] row(@Nullable String... values) {
        return values;
    }

    Outcome truncate(String... tables) throws SQLException {
        return target.write(new Write.Truncate(Arrays.stream(tables).map(this::id).toList()));
    }

    /// All rows of a query inside the transaction, values separated by blanks.
    List<String> query(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                found.add(String.join(" ", values));
            }
        }
        return found;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        production.close();
    }
}
