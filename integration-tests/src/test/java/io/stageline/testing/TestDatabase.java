package io.stageline.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

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
