package io.stageline.capture.tail.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// What has to be known of staging to read its binlog.
///
/// @param lowerCase whether tables' names are compared without regard to case
record StagingBinlog(CharacterSets characterSets, boolean lowerCase) {
    static StagingBinlog of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@lower_case_table_names <> 0")) {
            return new StagingBinlog(CharacterSets.of(connection), row.next() && row.getBoolean(1));
        }
    }
}
