package io.stageline.database;

import io.stageline.changelog.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Predicate;

/// PostgreSQL, 14 or newer.
record PostgresDialect() implements Dialect {
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

    private static final String NAME = "SELECT set_config('application_name', ?, false)";

    @Override
    public <T> T choose(T postgres, T mySql) {
        return postgres;
    }

    @Override
    public String scheme() {
        return "jdbc:postgresql:";
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public Properties driverProperties(String applicationName) {
        var properties = new Properties();
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    @Override
    public void name(Connection connection, String applicationName) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NAME)) {
            statement.setString(1, applicationName);
            statement.execute();
        }
    }

    @Override
    public void makeExact(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(EXACT_TEXT);
        }
    }

    @Override
    public String quote(String name) {
        return Names.quote(name);
    }

    @Override
    public Catalogue catalogue(Connection connection, Predicate<TableId> wanted)
            throws SQLException {
        return PostgresCatalogue.read(connection, wanted);
    }
}
