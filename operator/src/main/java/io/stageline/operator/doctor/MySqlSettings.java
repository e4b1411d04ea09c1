package io.stageline.operator.doctor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// What a MySQL server is set to.
record MySqlSettings(Map<String, String> values) {
    private static final String READ =
            """
            SELECT variable_name, variable_value FROM performance_schema.global_variables
             WHERE variable_name IN ('log_bin', 'binlog_format', 'binlog_row_metadata', 'binlog_row_image', 'binlog_row_value_options',
                   'binlog_expire_logs_seconds', 'binlog_expire_logs_auto_purge', 'server_id', 'gtid_mode', 'innodb_native_foreign_keys',
                   'read_only', 'super_read_only', 'max_allowed_packet', 'lower_case_table_names')
            """;

    MySqlSettings {
        values = Map.copyOf(values);
    }

    static MySqlSettings read(Facts facts) throws SQLException {
        Map<String, String> values = new TreeMap<>();
        facts.rows(READ, (ResultSet row) -> values.put(row.getString(1), row.getString(2)));
        return new MySqlSettings(values);
    }

    /// Empty where the server does not know it.
    String of(String name) {
        return values.getOrDefault(name, "");
    }

    boolean on(String name) {
        return of(name).equals("ON");
    }

    long number(String name) {
        return Long.parseLong(of(name));
    }

    /// Whether the binlog tells what foreign keys' actions change: since 9.6, unless InnoDB itself does their work.
    boolean logsActions() {
        return of("innodb_native_foreign_keys").equals("OFF");
    }
}
