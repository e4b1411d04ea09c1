package io.stageline.database;

/// The statements that read MySQL's catalogue, 8.4 and newer, one for each kind of thing.
final class MySqlCatalogueSql {
    private MySqlCatalogueSql() {}

    static final String ROW_IMAGE = "SELECT @@GLOBAL.binlog_row_image";

    static final String TABLES =
            """
            SELECT table_schema, table_name, create_options LIKE '%partitioned%'
            FROM information_schema.tables
            WHERE table_type = 'BASE TABLE'
              AND table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
            ORDER BY table_schema, table_name
            """;

    static final String COLUMNS =
            """
            SELECT c.table_schema, c.table_name, c.column_name, c.data_type, c.column_type, c.is_nullable = 'YES', c.extra,
                   c.ordinal_position, c.character_set_name, c.collation_name, l.pad_attribute, c.srs_id
            FROM information_schema.columns c
            LEFT JOIN information_schema.collations l ON l.collation_name = c.collation_name
            WHERE c.table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
            ORDER BY c.table_schema, c.table_name, c.ordinal_position
            """;

    /// The parts of unique indexes in order. A part over an expression has no column; one over a prefix says how long it is.
    static final String UNIQUE_KEY_PARTS =
            """
            SELECT table_schema, table_name, index_name, column_name, sub_part, expression
            FROM information_schema.statistics
            WHERE non_unique = 0
              AND table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
            ORDER BY table_schema, table_name, index_name <> 'PRIMARY', index_name, seq_in_index
            """;

    static final String FOREIGN_KEY_PARTS =
            """
            SELECT u.table_schema, u.table_name, u.constraint_name, u.column_name, u.referenced_table_schema, u.referenced_table_name,
                   u.referenced_column_name, r.delete_rule, r.update_rule
            FROM information_schema.key_column_usage u
            JOIN information_schema.referential_constraints r
              ON r.constraint_schema = u.constraint_schema AND r.constraint_name = u.constraint_name
             AND r.table_name = u.table_name
            WHERE u.referenced_table_name IS NOT NULL
              AND u.table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
            ORDER BY u.table_schema, u.table_name, u.constraint_name, u.ordinal_position
            """;
}
