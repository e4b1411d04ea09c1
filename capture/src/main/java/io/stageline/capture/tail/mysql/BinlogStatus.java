package io.stageline.capture.tail.mysql;

import io.stageline.changelog.MySqlPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Asks staging what it has of its binlog.
final class BinlogStatus {
    private BinlogStatus() {}

    /// Where the binlog ends now.
    static MySqlPosition end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
            if (!row.next()) {
                throw new SQLException("Staging does not tell where its binlog ends");
            }
            String gtids = new Gtids(row.getString("Executed_Gtid_Set")).text();
            return new MySqlPosition(row.getString("File"), row.getLong("Position"), gtids);
        }
    }

    /// The files that are there, and how long they are.
    static Map<String, Long> files(Connection connection) throws SQLException {
        Map<String, Long> files = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
            while (row.next()) {
                files.put(row.getString("Log_name"), row.getLong("File_size"));
            }
        }
        return files;
    }

    /// The file behind one, if there is one already.
    static Optional<MySqlPosition> fileBehind(Connection connection, MySqlPosition position)
            throws SQLException {
        return files(connection).keySet().stream()
                .map(file -> new MySqlPosition(file, 4, position.gtids()))
                .filter(start -> start.isAfter(position))
                .min(MySqlPosition::compareTo);
    }

    /// Whether staging has committed all of these.
    static boolean has(Connection connection, String gtids) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT gtid_subset(?, @@GLOBAL.gtid_executed)")) {
            statement.setString(1, gtids);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
