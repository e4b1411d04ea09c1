package io.stageline.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A test's own database. Closing it drops it, whoever still uses it.
public record MySqlDatabase(MySqlServer server, String name) implements RealDatabase {

    @Override
    public ServerKind kind() {
        return ServerKind.MYSQL;
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
        return name;
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    /// Runs statements, separated by semicolons, each by itself as MySQL does.
    @Override
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                rows = statement.getMoreResults(); // an error of a later statement comes here
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Refused: " + sql, e);
        }
    }

    @Override
    public void close() {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet users =
                        statement.executeQuery(
                                "SELECT id FROM information_schema.processlist WHERE db = '"
                                        + name
                                        + "'")) {
            var sessions = new ArrayList<Long>();
            while (users.next()) {
                sessions.add(users.getLong(1));
            }
            end(connection, sessions);
            try (Statement drop = connection.createStatement()) {
                drop.execute("DROP DATABASE IF EXISTS " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Could not drop database " + name, e);
        }
    }

    private static void end(Connection connection, List<Long> sessions) throws SQLException {
        for (Long session : sessions) {
            try (Statement kill = connection.createStatement()) {
                kill.execute("KILL " + session);
            } catch (SQLException e) {
                if (e.getErrorCode() != 1094) { // it is gone already
                    throw e;
                }
            }
        }
    }
}
