package io.stageline.capture.tail;

import io.stageline.changelog.TableId;
import io.stageline.database.TableSelection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A selected table of staging, as far as capturing it is concerned.
///
/// @param form what of it can be captured
record StagingTable(TableId id, Form form) {
    enum Form {
        /// all changes
        WHOLE,
        /// inserts and truncates: staging could not log which row an update or a delete meant
        INSERTS_ONLY,
        /// not readable: two of its columns differ in case only, or a column is named in quotes
        UNREADABLE,
        /// its updates and deletes are logged by another key than its primary key
        OTHER_KEY
    }

    /// The identity of a partitioned table is that of its partitions: they are what an update meets. A deferrable key is none to
    /// PostgreSQL. REPLICA IDENTITY FULL
    /// with a generated column counts as none: since PostgreSQL 18 staging would refuse the editors' updates.
    private static final String QUERY =
            """
            SELECT n.nspname, c.relname,
                   EXISTS (SELECT FROM pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                              AND (a.attname ~ '^["''`]' OR EXISTS (SELECT FROM pg_attribute b
                                    WHERE b.attrelid = a.attrelid AND b.attnum > a.attnum AND NOT b.attisdropped
                                      AND lower(b.attname) = lower(a.attname)))) AS unreadable,
                   bool_and(CASE leaf.relreplident
                            WHEN 'd' THEN pk.indexrelid IS NOT NULL
                            WHEN 'f' THEN current_setting('server_version_num')::int < 180000
                                          OR NOT EXISTS (SELECT FROM pg_attribute g
                                                WHERE g.attrelid = leaf.oid AND g.attgenerated <> '' AND NOT g.attisdropped)
                            WHEN 'i' THEN true
                            ELSE false END) AS whole,
                   bool_or(leaf.relreplident = 'i' AND NOT EXISTS (SELECT FROM pg_index i
                            WHERE i.indrelid = leaf.oid AND i.indisreplident
                              AND i.indkey::int2[] @> pk.indkey::int2[] AND i.indkey::int2[] <@ pk.indkey::int2[])) AS other_key
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN LATERAL (SELECT l.* FROM pg_class l
                             WHERE l.oid = c.oid AND c.relkind = 'r'
                                OR c.relkind = 'p' AND l.oid IN (SELECT t.relid FROM pg_partition_tree(c.oid) t WHERE t.isleaf OR t.relid = c.oid)) leaf ON true
              LEFT JOIN pg_index pk ON pk.indrelid = leaf.oid AND pk.indisprimary AND pk.indimmediate
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema')
               AND EXISTS (SELECT FROM pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')
             GROUP BY c.oid, n.nspname, c.relname
             ORDER BY n.nspname, c.relname
            """;

    static List<StagingTable> read(Connection connection, TableSelection selection)
            throws SQLException {
        List<StagingTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                var id = new TableId(rows.getString("nspname"), rows.getString("relname"));
                if (selection.selects(id)) {
                    tables.add(new StagingTable(id, form(rows)));
                }
            }
        }
        return tables;
    }

    private static Form form(ResultSet row) throws SQLException {
        if (row.getBoolean("unreadable")) {
            return Form.UNREADABLE;
        } else if (row.getBoolean("other_key")) {
            return Form.OTHER_KEY;
        }
        return row.getBoolean("whole") ? Form.WHOLE : Form.INSERTS_ONLY;
    }
}
