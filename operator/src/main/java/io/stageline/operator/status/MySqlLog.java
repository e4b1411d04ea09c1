package io.stageline.operator.status;

import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.SourcePosition;
import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// MySQL's binlog: its files, and whether a session of our account reads them. The server knows nothing of pipelines: with several
/// of them over one account, each is taken to be read while one is.
///
/// @param files the lengths of those that are there
record MySqlLog(MySqlPosition end, Map<String, Long> files, boolean isRead) implements StagingLog {
    /// Without the privilege PROCESS, a session sees those of its own account.
    private static final String READERS =
            """
            SELECT count(*) FROM performance_schema.processlist
             WHERE command LIKE 'Binlog Dump%' AND user = substring_index(user(), '@', 1)
            """;

    MySqlLog {
        files = Map.copyOf(files);
    }

    static MySqlLog read(Database staging) throws SQLException {
        Map<String, Long> files = new TreeMap<>();
        try (Connection connection = staging.open();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
                while (row.next()) {
                    files.put(row.getString("Log_name"), row.getLong("File_size"));
                }
            }
            MySqlPosition end;
            try (ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
                row.next();
                String gtids = row.getString("Executed_Gtid_Set").replaceAll("\\s", "");
                end = new MySqlPosition(row.getString("File"), row.getLong("Position"), gtids);
            }
            try (ResultSet row = statement.executeQuery(READERS)) {
                row.next();
                return new MySqlLog(end, files, row.getInt(1) > 0);
            }
        }
    }

    @Override
    public Optional<SourcePosition> confirmed() {
        return Optional.empty();
    }

    @Override
    public Judgement judge(Optional<SourcePosition> captured, boolean publishedBefore) {
        Optional<String> purged =
                captured.map(MySqlLog::file).filter(file -> !files.containsKey(file));
        if (purged.isPresent()) {
            return new Judgement(
                    State.STOPPED,
                    "staging has purged " + purged.get() + ", where the change log ends",
                    false);
        } else if (isRead) {
            return new Judgement(State.RUNNING, "it reads staging's binlog", true);
        }
        return captured.isEmpty() && !publishedBefore
                ? new Judgement(State.NEVER_STARTED, "nothing was captured yet", true)
                : new Judgement(State.STOPPED, "nobody reads staging's binlog", true);
    }

    private static String file(SourcePosition position) {
        return position instanceof MySqlPosition place ? place.file() : position.text();
    }

    @Override
    public OptionalLong bytes(SourcePosition from, SourcePosition to) {
        if (!(from instanceof MySqlPosition start && to instanceof MySqlPosition stop)
                || !files.containsKey(start.file())) {
            return OptionalLong.empty();
        }
        long bytes = stop.offset() - start.offset();
        for (Map.Entry<String, Long> file : files.entrySet()) {
            var begin = new MySqlPosition(file.getKey(), 0, "");
            boolean passed =
                    !begin.isAfter(stop)
                            && !file.getKey().equals(stop.file())
                            && (begin.isAfter(start) || file.getKey().equals(start.file()));
            bytes += passed ? file.getValue() : 0;
        }
        return OptionalLong.of(Math.max(0, bytes));
    }
}
