package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Column;
import io.stageline.database.FailureKind;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what production's rows hold whose changes do not show it: one statement a table.
final class PresentRows {
    private final Connection connection;
    private final Footprints footprints;
    private final Spelling spelling;

    PresentRows(Connection connection, Footprints footprints, Spelling spelling) {
        this.connection = connection;
        this.footprints = footprints;
        this.spelling = spelling;
    }

    /// Tells the footprints of every row whose old unique values or parents the changes hide, and learns how all their values are
    /// spelled.
    void readFor(List<ChangeEvent> changes) throws SQLException {
        changes.forEach(this::expect);
        spelling.learn();
        Map<TableId, List<RowImage>> wanted = new HashMap<>();
        Set<Long> rows = new HashSet<>();
        for (ChangeEvent change : changes) {
            OptionalLong row = footprints.hiddenRow(change);
            if (row.isPresent() && rows.add(row.getAsLong())) {
                wanted.computeIfAbsent(change.table(), _ -> new ArrayList<>()).add(image(change));
            }
        }
        for (Map.Entry<TableId, List<RowImage>> entry : wanted.entrySet()) {
            readIfPossible(footprints.table(entry.getKey()), entry.getValue());
        }
    }

    private void expect(ChangeEvent change) {
        TableTokens table = footprints.table(change.table());
        switch (change) {
            case ChangeEvent.Insert insert -> table.expect(insert.after());
            case ChangeEvent.Update update -> {
                RowImage before = update.before();
                if (before != null) {
                    table.expect(before);
                }
                table.expect(update.after());
            }
            case ChangeEvent.Delete delete -> table.expect(delete.before());
            case ChangeEvent.Truncate _ -> {}
        }
    }

    /// A key that does not fit production's type, a table that was changed meanwhile: then only the table is known.
    private void readIfPossible(TableTokens tokens, List<RowImage> images) throws SQLException {
        boolean inTransaction = !connection.getAutoCommit();
        @Nullable Savepoint before = inTransaction ? connection.setSavepoint() : null;
        try {
            read(tokens, images);
            if (before != null) {
                connection.releaseSavepoint(before);
            }
        } catch (SQLException e) {
            switch (FailureKind.kindOf(e)) {
                case VALUE, UNIQUE, FOREIGN_KEY, RESTRICT, INTEGRITY, SCHEMA, PRIVILEGE -> {
                    if (before != null) {
                        connection.rollback(before);
                    }
                    footprints.unreadable(tokens.table().orElseThrow().id());
                }
                case CONNECTION,
                        DEADLOCK,
                        SERIALIZATION,
                        LOCK_TIMEOUT,
                        SHUTDOWN,
                        DISK_FULL,
                        READ_ONLY,
                        STATEMENT_TIMEOUT,
                        OTHER ->
                        throw e;
            }
        }
    }

    private static RowImage image(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Update update -> {
                RowImage before = update.before();
                yield before == null ? update.after() : before;
            }
            case ChangeEvent.Delete delete -> delete.before();
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ ->
                    throw new IllegalArgumentException("It hides nothing");
        };
    }

    private void read(TableTokens tokens, List<RowImage> images) throws SQLException {
        Table table = tokens.table().orElseThrow();
        List<Column> key = columns(table, tokens.rowKeyColumns());
        List<Column> shown = new ArrayList<>(key);
        columns(table, List.copyOf(tokens.telling())).stream()
                .filter(column -> !key.contains(column))
                .forEach(shown::add);
        Columns columns = Columns.of(shown.stream().map(Column::name).toList());
        List<RowImage> present = new ArrayList<>();
        String sql = PresentRowsSql.of(connection).statement(table, key, shown);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ManyRows<RowImage> keys = new ManyRows<>(images);
            key.forEach(column -> keys.text(image -> image.value(column.name())));
            keys.bind(connection, statement, 1);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    @Nullable String[] values = new @Nullable String[shown.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getString(i + 1);
                    }
                    present.add(RowImage.owning(columns, values));
                }
            }
        }
        present.forEach(tokens::expect);
        spelling.learn();
        present.forEach(row -> footprints.know(table.id(), row));
    }

    private static List<Column> columns(Table table, List<String> names) {
        return names.stream().map(name -> table.column(name).orElseThrow()).toList();
    }
}
