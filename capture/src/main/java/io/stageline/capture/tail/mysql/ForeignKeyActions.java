package io.stageline.capture.tail.mysql;

import io.stageline.capture.tail.Ticker.Sessions;
import io.stageline.changelog.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which tables' rows follow those of others, by ON DELETE and ON UPDATE actions: staging's catalogue is asked once for each
/// description of a table. Owned by one thread.
final class ForeignKeyActions {
    private static final int KNOWN_MAX = 10_000;

    private static final String ACTIONS =
            """
            SELECT r.unique_constraint_schema, r.referenced_table_name, r.delete_rule = 'CASCADE',
                   r.delete_rule = 'SET NULL' OR r.update_rule IN ('CASCADE', 'SET NULL'), unix_timestamp(t.create_time)
              FROM information_schema.tables t JOIN information_schema.referential_constraints r
                ON r.constraint_schema = t.table_schema AND r.table_name = t.table_name
             WHERE t.table_schema = ? AND t.table_name = ?
            """;

    private final Sessions staging;
    private final Map<Long, Actions> known = new HashMap<>();

    ForeignKeyActions(Sessions staging) {
        this.staging = staging;
    }

    /// @param deletedWith tables whose deletes delete rows of this one
    /// @param changedWith tables whose changes change rows of this one
    /// @param since when the table was defined as it is, in seconds since 1970
    record Actions(Set<TableId> deletedWith, Set<TableId> changedWith, long since) {
        Actions {
            deletedWith = Set.copyOf(deletedWith);
            changedWith = Set.copyOf(changedWith);
        }
    }

    /// @param number what the binlog calls the table: with another definition it has another one
    Actions of(TableId table, long number) throws SQLException {
        Actions found = known.get(number);
        if (found == null) {
            found = ask(table);
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(number, found);
        }
        return found;
    }

    /// The server counts tables anew.
    void forget() {
        known.clear();
    }

    private Actions ask(TableId table) throws SQLException {
        Set<TableId> deletedWith = new HashSet<>();
        Set<TableId> changedWith = new HashSet<>();
        long since = 0;
        try (Connection connection = staging.open();
                PreparedStatement statement = connection.prepareStatement(ACTIONS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var parent = new TableId(row.getString(1), row.getString(2));
                    if (row.getBoolean(3)) {
                        deletedWith.add(parent);
                    }
                    if (row.getBoolean(4)) {
                        changedWith.add(parent);
                    }
                    since = row.getLong(5);
                }
            }
        }
        return new Actions(deletedWith, changedWith, since);
    }
}
