package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.FailureKind;
import io.stageline.database.Names;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads what production's rows hold whose changes do not show it: one statement a table.
final class PresentRows {
    private final Connection connection;
    private final Footprints footprints;

    PresentRows(Connection connection, Footprints footprints) {
        this.connection = connection;
        this.footprints = footprints;
    }

    /// Tells the footprints of every row whose old unique values or parents the changes hide.
    void readFor(List<ChangeEvent> changes) throws SQLException {
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
        try (PreparedStatement statement = connection.prepareStatement(sql(table, key, shown))) {
            for (int i = 0; i < key.size(); i++) {
                String name = key.get(i).name();
                Object[] values = images.stream().map(image -> image.value(name)).toArray();
                statement.setArray(i + 1, connection.createArrayOf("text", values));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    @Nullable String[] values = new @Nullable String[shown.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getString(i + 1);
                    }
                    footprints.know(table.id(), RowImage.owning(columns, values));
                }
            }
        }
    }

    private static List<Column> columns(Table table, List<String> names) {
        return names.stream().map(name -> table.column(name).orElseThrow()).toList();
    }

    private static String sql(Table table, List<Column> key, List<Column> shown) {
        String arrays = key.stream().map(_ -> "?::text[]").collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, key.size())
                        .mapToObj(i -> "k" + i)
                        .collect(Collectors.joining(", "));
        String conditions =
                IntStream.range(0, key.size())
                        .mapToObj(i -> equality(key.get(i), "k.k" + i))
                        .collect(Collectors.joining(" AND "));
        return "SELECT %s FROM unnest(%s) AS k(%s) JOIN %s AS p ON %s"
                .formatted(
                        shown.stream()
                                .map(PresentRows::imageText)
                                .collect(Collectors.joining(", ")),
                        arrays,
                        names,
                        Names.quote(table.id()),
                        conditions);
    }

    /// Only of types whose text decides: they have an operator.
    private static String equality(Column column, String value) {
        ColumnType type = column.type();
        String typed =
                type.is("bytea")
                        ? "decode(" + value + ", 'base64')"
                        : "CAST(" + value + " AS " + Names.quote(type) + ")";
        return "p.%s %s %s"
                .formatted(Names.quote(column.name()), type.equality().orElse("="), typed);
    }

    /// As a row image tells it.
    private static String imageText(Column column) {
        String name = "p." + Names.quote(column.name());
        if (column.type().is("bytea")) {
            return "translate(encode(%s, 'base64'), E'\\n', '')".formatted(name);
        }
        return column.type().is("bool")
                ? "CASE WHEN %1$s THEN 'true' WHEN NOT %1$s THEN 'false' END".formatted(name)
                : name;
    }
}
