package io.stageline.publisher.hold;

import io.stageline.database.Column;
import io.stageline.database.Dialect;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The statement of [PresentRows].
sealed interface PresentRowsSql permits PostgresPresentRowsSql, MySqlPresentRowsSql {
    static PresentRowsSql of(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        return dialect.choose(new PostgresPresentRowsSql(), new MySqlPresentRowsSql(dialect));
    }

    /// Reads rows as row images tell them.
    ///
    /// @param key the columns that tell a row; the parameter is many rows of their texts
    String statement(Table table, List<Column> key, List<Column> shown);
}
