package io.stageline.capture.tail;

import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.relational.Column;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What Debezium's decoder asks the catalogue for when a table first comes along. It is told of no column's NOT NULL and of
/// no default: it would fill such columns in a before image that holds the key only. A table's key is its primary
/// key; a unique index is none. On that occasion it looks whether old rows are logged whole, which the decoder does not tell.
final class ExactMetadata extends PostgresConnection {
    private static final String COLUMNS =
            """
            SELECT a.attname, c.relreplident = 'f'
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
            """;

    private final Map<String, Boolean> wholeRows = new HashMap<>();

    ExactMetadata(JdbcConfiguration config) {
        super(config, "Stageline capture metadata");
    }

    @Override
    public List<Column> getTableColumnsForDecoder(TableId table, Tables.ColumnNameFilter filter)
            throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement statement = connection().prepareStatement(COLUMNS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    wholeRows.put(table.schema() + "." + table.table(), rows.getBoolean(2));
                    columns.add(Column.editor().name(rows.getString(1)).optional(true).create());
                }
            }
        }
        return columns;
    }

    /// Whether the log has all of an old row of the table and not its key only, as of when it last described the table.
    boolean logsWholeRows(io.stageline.changelog.TableId table) {
        return wholeRows.getOrDefault(table.toString(), false);
    }

    @Override
    public List<String> readTableUniqueIndices(DatabaseMetaData metadata, TableId table) {
        return new ArrayList<>(); // the caller removes from it
    }
}
