package io.stageline.database;

import io.stageline.changelog.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
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

    @Override
    public Map<TableId, Set<ForeignKey>> actingOn(Connection connection, Set<TableId> parents)
            throws SQLException {
        return PostgresCatalogue.actingOn(connection, parents);
    }

    @Override
    public Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, Optional<Instant> instant)
            throws SQLException {
        if (instant.isPresent()) {
            statement.setObject(index, instant.get().atOffset(ZoneOffset.UTC));
        } else {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        }
    }
}
