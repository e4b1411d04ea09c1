package io.stageline.database;

import io.stageline.changelog.TableId;
import io.stageline.configuration.Secret;
import io.stageline.testing.MySqlDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session of Stageline's own kind in a test's database.
record MySqlSession(MySqlDatabase database, Connection connection) implements AutoCloseable {

    static MySqlSession open(MySqlDatabase database) throws SQLException {
        return open(database, "");
    }

    /// @param parameters of the driver, as at the end of the URL
    static MySqlSession open(MySqlDatabase database, String parameters) throws SQLException {
        var config =
                new DatabaseConfig(
                        database.url() + parameters,
                        database.user(),
                        new Secret(database.password()));
        return new MySqlSession(database, new Database("stageline-test", config).open());
    }

    Table table(String name) throws SQLException {
        var selection = new TableSelection(List.of(database.name() + ".*"), List.of());
        return CatalogueReader.read(connection, selection)
                .table(new TableId(database.name(), name))
                .orElseThrow();
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int update(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    /// The one value of a query that gives one row with one column.
    @Nullable String value(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /// How the server refuses these statements, one after the other; empty if it does not.
    Optional<SQLException> refusal(String... statements) {
        try {
            for (String sql : statements) {
                execute(sql);
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
