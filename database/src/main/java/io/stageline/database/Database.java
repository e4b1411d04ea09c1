package io.stageline.database;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The door to staging or production: opens sessions whose text output is exact, so that a value read on one side and
/// written on the other is the same to the last bit, whatever the server, the role or the database have set.
///
/// Stateless; safe to use from any thread. A connection belongs to the thread that opened it.
public final class Database {
    private static final String CONNECT_SECONDS = "10";

    /// Names are always qualified: nobody's function or operator in another schema stands in for PostgreSQL's own. With
    /// row_security off a row policy is an error instead of rows that are silently missing.
    private static final String EXACT_TEXT =
            """
            SET DateStyle = 'ISO, MDY';
            SET IntervalStyle = 'postgres';
            SET extra_float_digits = 3;
            SET bytea_output = 'hex';
            SET lc_monetary = 'C';
            SET xmloption = 'content';
            SET TimeZone = 'UTC';
            SET standard_conforming_strings = on;
            SET row_security = off;
            SET search_path = pg_catalog
            """;

    private static final Pattern PLACE =
            Pattern.compile("jdbc:postgresql://(?:[^@/]*@)?([^?]+)(?:\\?.*)?");

    private final String applicationName;
    private final DatabaseConfig config;

    /// @param applicationName what `pg_stat_activity` shows of our sessions
    public Database(String applicationName, DatabaseConfig config) {
        this.applicationName = applicationName;
        this.config = config;
    }

    /// Opens a session with exact text output; every statement is its own transaction until the caller says otherwise.
    public Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password().reveal());
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = connect(config.url(), properties);
        try {
            makeExact(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /// The driver's own words are "The connection attempt failed" for both.
    private static Connection connect(String url, Properties properties) throws SQLException {
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            throw switch (e.getCause()) {
                case UnknownHostException unknown ->
                        new SQLException(
                                "The host " + unknown.getMessage() + " is unknown",
                                e.getSQLState(),
                                e);
                case SocketTimeoutException _ ->
                        new SQLException(
                                "No answer within " + CONNECT_SECONDS + " s", e.getSQLState(), e);
                case null, default -> e;
            };
        }
    }

    /// Gives a session that somebody else opened the same exact text output.
    public static void makeExact(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(EXACT_TEXT);
        }
    }

    /// Host and database, for messages; never the password or the driver's parameters.
    public String describe() {
        Matcher place = PLACE.matcher(config.url());
        return place.matches() ? place.group(1) : "the database";
    }
}
