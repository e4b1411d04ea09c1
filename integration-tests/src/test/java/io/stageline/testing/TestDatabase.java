package io.stageline.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A test's own database. Closing it drops it together with its replication slots, whoever still uses them.
public record TestDatabase(PostgresServer server, String name) implements RealDatabase {

    @Override
    public ServerKind kind() {
        return ServerKind.POSTGRES;
    }

    @Override
    public String url() {
        return server.url(name);
    }

    @Override
    public String user() {
        return server.user();
    }

    @Override
    public String password() {
        return server.password();
    }

    @Override
    public String schema() {
        return "public";
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    /// Runs statements in one go; several, separated by semicolons, are one transaction.
    @Override
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Refused: " + sql, e);
        }
    }

    /// All rows of a query, each value as PostgreSQL prints it.
    @Override
    public List<List<@Nullable String>> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var found = new ArrayList<List<@Nullable String>>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var row = new ArrayList<@Nullable String>();
                for (int column = 1; column <= columns; column++) {
                    row.add(rows.getString(column));
                }
                found.add(Collections.unmodifiableList(row));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("Refused: " + sql, e);
        }
    }

    /// The one value of a query that gives one row with one column.
    @Override
    public String value(String sql) {
        return String.valueOf(query(sql).getFirst().getFirst());
    }

    @Override
    public void close() {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    DO $$
                    DECLARE slot record;
                    BEGIN
                        FOR slot IN SELECT slot_name, active_pid FROM pg_replication_slots WHERE database = '%s' LOOP
                            PERFORM pg_terminate_backend(slot.active_pid, 10000);
                            PERFORM pg_drop_replication_slot(slot.slot_name);
                        END LOOP;
                    END $$
                    """
                            .formatted(name));
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException("Could not drop database " + name, e);
        }
    }
}
