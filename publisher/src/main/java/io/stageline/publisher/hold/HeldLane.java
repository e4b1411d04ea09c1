package io.stageline.publisher.hold;

import io.stageline.changelog.Sequence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/// The lane whose held set is meant.
record HeldLane(String pipeline, int lane) {
    /// The caller closes it. The statement begins with pipeline and lane.
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, 1);
        return statement;
    }

    /// As above, for statements about one source transaction.
    PreparedStatement prepare(Connection connection, String sql, Sequence sequence)
            throws SQLException {
        PreparedStatement statement = prepare(connection, sql);
        statement.setLong(3, sequence.value());
        return statement;
    }

    /// @return the next place
    int bind(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, pipeline);
        statement.setInt(first + 1, lane);
        return first + 2;
    }

    static OptionalLong number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return OptionalLong.empty();
            }
            long number = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        }
    }
}
