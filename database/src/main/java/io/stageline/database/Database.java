package io.stageline.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The door to staging or production: opens sessions whose text output is exact, so that a value read on one side and
/// written on the other is the same to the last bit, whatever the server, the role or the database have set.
///
/// Stateless; safe to use from any thread. A connection belongs to the thread that opened it.
public final class Database {
    private static final Pattern PLACE =
            Pattern.compile("jdbc:[a-z]+://(?:[^@/]*@)?([^?]+)(?:\\?.*)?");

    private final String applicationName;
    private final DatabaseConfig config;

    /// @param applicationName what the server shows of our sessions (PostgreSQL's `pg_stat_activity`, MySQL's `session_connect_attrs`)
    public Database(String applicationName, DatabaseConfig config) {
        this.applicationName = applicationName;
        this.config = config;
    }

    /// Opens a session with exact text output; every statement is its own transaction until the caller says otherwise.
    public Connection open() throws SQLException {
        Dialect dialect = Dialect.of(config.url());
        Properties properties = dialect.driverProperties(applicationName);
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password().reveal());
        Connection connection = DriverManager.getConnection(config.url(), properties);
        try {
            dialect.makeExact(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /// Gives a session that somebody else opened the same exact text output.
    public static void makeExact(Connection connection) throws SQLException {
        Dialect.of(connection).makeExact(connection);
    }

    /// Host and database, for messages; never the password or the driver's parameters.
    public String describe() {
        Matcher place = PLACE.matcher(config.url());
        return place.matches() ? place.group(1) : "the database";
    }
}
