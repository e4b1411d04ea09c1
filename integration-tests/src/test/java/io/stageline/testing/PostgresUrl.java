package io.stageline.testing;

import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// A server named by a JDBC URL that carries its user and password.
final class PostgresUrl {
    private PostgresUrl() {}

    static PostgresServer parse(String url) {
        Properties properties = Driver.parseURL(url, new Properties());
        if (properties == null) {
            throw new IllegalArgumentException("Not a JDBC URL of PostgreSQL: " + url);
        }
        return new PostgresServer(
                properties.getProperty(PGProperty.PG_HOST.getName(), "localhost"),
                Integer.parseInt(properties.getProperty(PGProperty.PG_PORT.getName(), "5432")),
                properties.getProperty(PGProperty.USER.getName(), "postgres"),
                properties.getProperty(PGProperty.PASSWORD.getName(), ""));
    }
}
