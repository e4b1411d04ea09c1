package io.stageline.database;

/// What MySQL's errors mean, by its own numbers: its SQLStates tell little (a read-only server and a lock that timed out are both HY000).
final class MySqlFailures {
    private MySqlFailures() {}

    /// @see <a href="https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html">MySQL's server errors</a>
    static FailureKind kindOf(int code) {
        return switch (code) {
            // 1040: too many connections; 1203, 1226: too many of this user; 1129: too many failed;
            // 1159 to 1161: the network; 4031: idle for too long
            case 1040, 1129, 1159, 1160, 1161, 1203, 1226, 4031 -> FailureKind.CONNECTION;
            case 1053, 3169 -> FailureKind.SHUTDOWN; // 3169: the session was killed
            case 1213 -> FailureKind.DEADLOCK;
            case 3101 -> FailureKind.SERIALIZATION; // refused by the group at commit
            case 1205, 3572 -> FailureKind.LOCK_TIMEOUT;
            // 1114: no room in a table; 1026: on writing a file
            case 1021, 1026, 1114, 3675 -> FailureKind.DISK_FULL;
            // 1290: --read-only; 1792: READ ONLY transaction; 1836: innodb_read_only; 3989: schema
            case 1290, 1792, 1836, 3989 -> FailureKind.READ_ONLY;
            case 1317, 3024 -> FailureKind.STATEMENT_TIMEOUT; // KILL QUERY; max_execution_time
            case 1022, 1062, 1586, 1859 -> FailureKind.UNIQUE;
            case 1216, 1217, 1451, 1452, 1761, 1762 -> FailureKind.FOREIGN_KEY;
            case 1369, 1526, 1748, 3819 -> FailureKind.INTEGRITY; // CHECK OPTION, partition, CHECK
            case 1048, 1263, 1364 -> FailureKind.INTEGRITY; // NULL, or no value at all
            default -> ofValueOrSchema(code);
        };
    }

    private static FailureKind ofValueOrSchema(int code) {
        return switch (code) {
            // too long, out of range, no such date, not of this enum, not of this character set
            case 1264, 1265, 1292, 1366, 1367, 1406, 1411, 1441, 1690 -> FailureKind.VALUE;
            case 1300, 3854, 3988 -> FailureKind.VALUE; // a character that is none there
            case 3140, 3141, 3144, 3147, 3156, 3157, 3158, 3669 -> FailureKind.VALUE; // JSON
            case 1416, 3037, 3055, 3516, 3643, 3731, 3732 -> FailureKind.VALUE; // geometry
            case 1071, 1118, 1138 -> FailureKind.VALUE; // larger than an index or a row; NULL
            case 1644 -> FailureKind.VALUE; // SIGNAL in a trigger
            // database, table, column, function or part of them is missing or another one
            case 1049, 1051, 1054, 1136, 1146, 1176, 1305, 1412 -> FailureKind.SCHEMA;
            case 3105 -> FailureKind.SCHEMA; // a value for a generated column
            case 1701 -> FailureKind.SCHEMA; // TRUNCATE of a table that foreign keys refer to
            case 1044, 1045, 1095, 1130, 1142, 1143, 1227, 1370, 1410 -> FailureKind.PRIVILEGE;
            case 1698, 1820, 1862, 3118, 3159 -> FailureKind.PRIVILEGE; // may not connect
            default -> FailureKind.OTHER;
        };
    }
}
