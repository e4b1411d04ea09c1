package io.stageline.publisher.state;

import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Schema `stageline` in production: made where it is missing, and that of an older Stageline brought up to date, in place. A new one
/// takes the same steps as an old one, so that both end alike.
sealed interface StagelineSchema permits PostgresSchema, MySqlSchema {
    /// What the steps lead to.
    int VERSION = 2;

    static StagelineSchema of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(new PostgresSchema(), new MySqlSchema());
    }

    /// Tells in one row whether it has the table that the parameter names.
    String exists();

    /// Makes the schema, or brings it up to date. Several publishers may start at once: one of them does it.
    ///
    /// @param connection in autocommit
    void ensure(Connection connection) throws SQLException;

    default boolean has(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(exists())) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Which version is there; 0 where there is none, or one that was never finished.
    ///
    /// @throws StateRefusedException if it is newer than this Stageline
    default int knownVersion(Connection connection) throws SQLException {
        if (!has(connection, "schema_version")) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT version FROM stageline.schema_version")) {
            int version = row.next() ? row.getInt(1) : 0;
            if (version > VERSION) {
                throw new StateRefusedException(
                        "Schema stageline in production has version "
                                + version
                                + ", this Stageline knows "
                                + VERSION
                                + ": use the Stageline that made it, or a newer one");
            }
            return version;
        }
    }
}
