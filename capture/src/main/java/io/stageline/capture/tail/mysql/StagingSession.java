package io.stageline.capture.tail.mysql;

import io.stageline.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Opens sessions in which staging is asked for its settings and the state of its binlog; no value of a row passes through them. The
/// driver is found by the URL, as it may be missing.
final class StagingSession {
    private static final String PATIENCE_MILLIS = "10000";

    private StagingSession() {}

    static Connection open(DatabaseConfig staging) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", staging.user());
        properties.setProperty("password", staging.password().reveal());
        properties.setProperty("connectTimeout", PATIENCE_MILLIS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowLoadLocalInfile", "false");
        return DriverManager.getConnection(staging.url(), properties);
    }
}
