package io.stageline.database;

import io.stageline.changelog.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;

/// MySQL, 8.4 or newer. Nothing here names a class of its driver, which may be missing.
record MySqlDialect() implements Dialect {
    /// One statement, so that it is one round trip. Strict, so that a value that does not fit is an error and never cut; but whatever staging's
    /// looser sessions could store (zero dates, 30 February, 0 in an AUTO_INCREMENT column) is stored here too. A limit on the rows of a SELECT or on
    /// the time of a statement that somebody set for all sessions does not hold for ours.
    private static final String EXACT_SESSION =
            """
            SET SESSION
                sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION',
                time_zone = '+00:00',
                foreign_key_checks = 1,
                unique_checks = 1,
                sql_safe_updates = 0,
                sql_auto_is_null = 0,
                sql_select_limit = 18446744073709551615,
                max_execution_time = 0,
                completion_type = 0,
                transaction_read_only = 0,
                autocommit = 1
            """;

    @Override
    public <T> T choose(T postgres, T mySql) {
        return mySql;
    }

    @Override
    public String scheme() {
        return "jdbc:mysql:";
    }

    @Override
    public String product() {
        return "MySQL";
    }

    /// An UPDATE counts the rows it found, also those that had the new values already: that count proves that nothing was missing. Nothing that lets a
    /// server read files here or hand us objects. Whether TLS is demanded (`sslMode`) and whether a password may be sent by the server's public key
    /// without it (`allowPublicKeyRetrieval`) is for the URL to say.
    @Override
    public Properties driverProperties(String applicationName) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", Integer.toString(1000 * CONNECT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "connectionAttributes", "program_name:" + attribute(applicationName));
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectionCollation", "utf8mb4_0900_bin");
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("jdbcCompliantTruncation", "true");
        properties.setProperty("allowLoadLocalInfile", "false");
        properties.setProperty("allowUrlInLocalInfile", "false");
        properties.setProperty("autoDeserialize", "false");
        properties.setProperty("allowMultiQueries", "false");
        return properties;
    }

    /// Commas and colons separate attributes.
    private static String attribute(String text) {
        return text.replace(',', ' ').replace(':', ' ');
    }

    @Override
    public void makeExact(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(EXACT_SESSION);
        }
    }

    @Override
    public String quote(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("No database has a name like this");
        }
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public Catalogue catalogue(Connection connection, Predicate<TableId> wanted)
            throws SQLException {
        return new MySqlCatalogue(connection, wanted).read();
    }

    /// They act row by row, and nobody asks for them (decision 9).
    @Override
    public Map<TableId, Set<ForeignKey>> actingOn(Connection connection, Set<TableId> parents) {
        return Map.of();
    }

    /// Without a zone on its way: the driver would take the server's for that of this JVM.
    @Override
    public Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
                .map(utc -> utc.toInstant(ZoneOffset.UTC));
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, Optional<Instant> instant)
            throws SQLException {
        if (instant.isPresent()) {
            statement.setObject(index, LocalDateTime.ofInstant(instant.get(), ZoneOffset.UTC));
        } else {
            statement.setNull(index, Types.TIMESTAMP);
        }
    }
}
