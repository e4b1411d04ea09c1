package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A staging database in which random source transactions are really executed. Their events come from PostgreSQL's own
/// decoder; what all tables held after each of them is remembered.
final class StagingHistory implements AutoCloseable {
    /// What all tables of schema public hold, as text.
    static final String STATE =
            """
            CREATE FUNCTION public.state() RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog AS $$
            DECLARE name text; rows text; state text := ''; BEGIN
                FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1 LOOP
                    EXECUTE format('SELECT string_agg(r, E''\\n  '' ORDER BY r COLLATE "C") FROM (SELECT t::text r FROM public.%I t) s', name)
                        INTO rows;
                    state := concat(state, name, E'\\n  ', rows, E'\\n');
                END LOOP;
                RETURN state;
            END $$\
            """;

    private static final String WHOLE_COLUMNS =
            """
            SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relreplident = 'f' AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY 1, a.attnum
            """;

    private static final String SLOT = "history";

    private final Connection connection;
    private final List<SourceTransaction> transactions = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private final List<String> states = new ArrayList<>();
    private final Map<String, List<String>> wholeColumns = new HashMap<>();

    StagingHistory(TestDatabase staging) throws SQLException {
        connection = staging.connect();
        execute("SELECT pg_create_logical_replication_slot('" + SLOT + "', 'test_decoding')");
    }

    /// Begins anew with this schema and no rows.
    void begin(String schema) throws SQLException {
        connection.setAutoCommit(true);
        execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        execute(schema);
        execute(STATE);
        readWholeColumns();
        transactions.clear();
        statements.clear();
        states.clear();
        states.add(state());
        read();
        transactions.clear();
    }

    List<SourceTransaction> transactions() {
        return transactions;
    }

    /// What the tables held after the source transaction of this sequence.
    String state(long sequence) {
        return states.get((int) sequence);
    }

    /// What was executed by these source transactions, for people who look for a fault.
    String statements(long first, long last) {
        return String.join("\n", statements.subList((int) first - 1, (int) last));
    }

    /// Executes up to so many source transactions; what changes nothing is none.
    void execute(RandomStatements source, RandomGenerator random, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            List<String> executed = transaction(source, 1 + random.nextInt(6));
            int before = transactions.size();
            read();
            if (transactions.size() > before) {
                statements.add("-- #" + transactions.size() + "\n" + String.join(";\n", executed));
                states.add(state());
            }
        }
    }

    private List<String> transaction(RandomStatements source, int count) throws SQLException {
        List<String> executed = new ArrayList<>();
        connection.setAutoCommit(false);
        for (int i = 0; i < count; i++) {
            String sql = source.next();
            Savepoint before = connection.setSavepoint();
            try {
                execute(sql);
                executed.add(sql);
            } catch (SQLException _) {
                connection.rollback(before); // staging refused the statement
            }
        }
        try {
            connection.commit();
        } catch (SQLException _) {
            connection.rollback(); // a deferred constraint refused the commit
        }
        connection.setAutoCommit(true);
        return executed;
    }

    private void read() throws SQLException {
        List<ChangeEvent> events = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT data FROM pg_logical_slot_get_changes('"
                                        + SLOT
                                        + "', NULL, NULL)")) {
            while (row.next()) {
                String line = row.getString(1);
                if (!line.startsWith("BEGIN") && !line.startsWith("COMMIT")) {
                    DecodedLine.events(line).stream().map(this::whole).forEach(events::add);
                }
            }
        }
        if (!events.isEmpty()) {
            long sequence = transactions.size() + 1L;
            var header =
                    new TransactionHeader(
                            new Sequence(sequence),
                            new Epoch(1),
                            new TransactionId(Long.toString(700 + sequence)),
                            Instant.parse("2026-11-22T10:00:00Z"));
            transactions.add(
                    new SourceTransaction(
                            header,
                            new PostgresLsn(1000 + sequence),
                            sequence,
                            Collections.unmodifiableList(events)));
        }
    }

    /// The decoder leaves NULLs out of old images; where the whole old row is logged, what is missing is NULL.
    private ChangeEvent whole(ChangeEvent event) {
        List<String> columns = wholeColumns.getOrDefault(event.table().table(), List.of());
        if (columns.isEmpty()) {
            return event;
        }
        return switch (event) {
            case ChangeEvent.Update(var table, var before, var after) ->
                    new ChangeEvent.Update(
                            table, before == null ? null : whole(before, columns), after);
            case ChangeEvent.Delete(var table, var before) ->
                    new ChangeEvent.Delete(table, whole(before, columns));
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ -> event;
        };
    }

    private static RowImage whole(RowImage before, List<String> columns) {
        @Nullable String[] values = new @Nullable String[columns.size()];
        for (int i = 0; i < values.length; i++) {
            String column = columns.get(i);
            values[i] = before.has(column) ? before.value(column) : null;
        }
        return RowImage.owning(Columns.of(columns), values);
    }

    private void readWholeColumns() throws SQLException {
        wholeColumns.clear();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WHOLE_COLUMNS)) {
            while (row.next()) {
                wholeColumns
                        .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                        .add(row.getString(2));
            }
        }
    }

    private String state() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT public.state()")) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
