package io.stageline.publisher;

import io.stageline.capture.MySqlLog;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A MySQL staging database in which random source transactions are really executed. Their events come from capture; what all tables held
/// after each of them is remembered. Each one counts in a table of its own, so that none is empty.
final class MySqlHistory implements AutoCloseable {
    private final MySqlLog log = new MySqlLog();
    private final Connection connection;
    private final List<String> statements = new ArrayList<>();
    private final List<List<String>> states = new ArrayList<>();

    MySqlHistory() throws SQLException {
        connection = log.staging().connect();
    }

    RealDatabase staging() {
        return log.staging();
    }

    /// Begins anew with these tables and no rows.
    static void create(Connection connection, MySqlRandomSchema schema) throws SQLException {
        execute(connection, "SET foreign_key_checks = 0");
        for (String table : tables(connection)) {
            execute(connection, "DROP TABLE " + table);
        }
        execute(connection, "SET foreign_key_checks = 1");
        execute(connection, "CREATE TABLE counted (id int PRIMARY KEY, n int)");
        for (MySqlRandomTable table : schema.tables()) {
            execute(connection, table.sql());
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT table_name FROM information_schema.tables WHERE table_schema = database() ORDER BY 1")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    /// What all tables hold, a line for each row.
    static List<String> state(Connection connection) throws SQLException {
        List<String> state = new ArrayList<>();
        for (String table : tables(connection)) {
            List<String> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        String value = String.valueOf(row.getString(i));
                        values.add(value.length() > 100 ? "#" + value.hashCode() : value);
                    }
                    rows.add(table + values);
                }
            }
            rows.sort(null);
            state.addAll(rows);
        }
        return state;
    }

    /// Executes source transactions over a new schema.
    List<SourceTransaction> execute(MySqlRandomSchema schema, RandomGenerator random, int count)
            throws SQLException {
        create(connection, schema);
        log.next();
        statements.clear();
        states.clear();
        states.add(state(connection));
        String images = random.nextInt(3) == 0 ? "MINIMAL" : "FULL";
        execute(connection, "SET SESSION binlog_row_image = " + images);
        for (int i = 1; i <= count; i++) {
            transaction(schema, i, 1 + random.nextInt(6));
            states.add(state(connection));
        }
        List<List<ChangeEvent>> transactions = log.next();
        if (transactions.size() != count) {
            throw new AssertionError("%d of %d".formatted(transactions.size(), count));
        }
        List<SourceTransaction> numbered = new ArrayList<>();
        for (List<ChangeEvent> events : transactions) {
            numbered.add(numbered(numbered.size() + 1L, events));
        }
        return numbered;
    }

    private void transaction(MySqlRandomSchema schema, int number, int count) throws SQLException {
        List<String> executed = new ArrayList<>();
        connection.setAutoCommit(false);
        execute(
                connection,
                "INSERT INTO counted VALUES (1, 1) ON DUPLICATE KEY UPDATE n = " + number);
        for (int i = 0; i < count; i++) {
            for (String sql : schema.statement().split("; ", -1)) {
                try {
                    execute(connection, sql);
                    executed.add(sql);
                } catch (SQLException _) {
                    // refused: nothing of the statement is left
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        statements.add("-- #" + number + "\n" + String.join(";\n", executed));
    }

    private static SourceTransaction numbered(long sequence, List<ChangeEvent> events) {
        var header =
                new TransactionHeader(
                        new Sequence(sequence),
                        new Epoch(1),
                        new TransactionId(Long.toString(700 + sequence)),
                        Instant.parse("2026-11-22T10:00:00Z"));
        return new SourceTransaction(header, new PostgresLsn(1000 + sequence), sequence, events);
    }

    /// What the tables held after the source transaction of this sequence.
    List<String> state(long sequence) {
        return states.get((int) sequence);
    }

    /// What was executed by these source transactions, for people who look for a fault.
    String statements(long first, long last) {
        return String.join("\n", statements.subList((int) first - 1, (int) last));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        log.close();
    }
}
