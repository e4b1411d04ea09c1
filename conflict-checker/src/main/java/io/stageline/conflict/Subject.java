package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.database.Column;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A refused change seen with production's table: which row it means, before and after.
///
/// @param oldKey the row key before the change; the whole before image of a table without key; empty for an insert
/// @param newKey the row key after the change; empty for a delete, and for a table without key
record Subject(
        Table table,
        ChangeEvent change,
        Optional<RowImage> before,
        Optional<RowImage> after,
        Map<String, @Nullable String> oldKey,
        Map<String, @Nullable String> newKey) {

    static Subject of(Table table, ChangeEvent change) {
        List<String> keyColumns = keyColumns(table);
        return switch (change) {
            case ChangeEvent.Insert insert -> {
                Optional<RowImage> after = Optional.of(insert.after());
                yield new Subject(
                        table,
                        change,
                        Optional.empty(),
                        after,
                        Map.of(),
                        key(keyColumns, after, after));
            }
            case ChangeEvent.Update update -> {
                Optional<RowImage> after = Optional.of(update.after());
                Optional<RowImage> before = Optional.ofNullable(update.before());
                yield new Subject(
                        table,
                        change,
                        before,
                        after,
                        oldKey(keyColumns, before, after),
                        key(keyColumns, after, before));
            }
            case ChangeEvent.Delete delete -> {
                Optional<RowImage> before = Optional.of(delete.before());
                yield new Subject(
                        table,
                        change,
                        before,
                        Optional.empty(),
                        oldKey(keyColumns, before, before),
                        Map.of());
            }
            case ChangeEvent.Truncate _ ->
                    new Subject(
                            table, change, Optional.empty(), Optional.empty(), Map.of(), Map.of());
        };
    }

    /// The primary key, else the first unique key without NULLs, else none.
    static List<String> keyColumns(Table table) {
        return table.primaryKey()
                .or(() ->
                        table.uniqueKeys().stream().filter(key -> isRowKey(table, key)).findFirst())
                .map(UniqueKey::columns)
                .orElse(List.of());
    }

    private static boolean isRowKey(Table table, UniqueKey key) {
        return key.plain()
                && key.columns().stream()
                        .flatMap(column -> table.column(column).stream())
                        .noneMatch(Column::nullable);
    }

    /// Everything the change says about the row as it shall be, as far as production has the columns.
    Map<String, @Nullable String> afterValues() {
        return after.map(image -> values(image, image.columns().names())).orElse(Map.of());
    }

    /// The row key that people know the change by.
    Map<String, @Nullable String> shownKey() {
        return newKey.isEmpty() ? oldKey : newKey;
    }

    boolean rekeys() {
        return !oldKey.isEmpty() && !newKey.isEmpty() && !oldKey.equals(newKey);
    }

    /// Columns that the change writes and production's table does not have.
    List<String> unknownColumns() {
        return after.or(() -> before).stream()
                .flatMap(image -> image.columns().names().stream())
                .filter(column -> table.column(column).isEmpty())
                .toList();
    }

    private static Map<String, @Nullable String> oldKey(
            List<String> keyColumns, Optional<RowImage> before, Optional<RowImage> after) {
        Map<String, @Nullable String> key = key(keyColumns, before, after);
        return key.isEmpty()
                ? before.map(image -> values(image, image.columns().names())).orElse(Map.of())
                : key;
    }

    /// The key's values, from the first image that has the column; empty where one is nowhere.
    private static Map<String, @Nullable String> key(
            List<String> columns, Optional<RowImage> first, Optional<RowImage> second) {
        Map<String, @Nullable String> key = new LinkedHashMap<>();
        for (String column : columns) {
            Optional<RowImage> image =
                    first.filter(it -> it.has(column))
                            .or(() -> second.filter(it -> it.has(column)));
            if (image.isEmpty()) {
                return Map.of();
            }
            key.put(column, image.get().value(column));
        }
        return key;
    }

    static Map<String, @Nullable String> values(RowImage image, Collection<String> columns) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (String column : columns) {
            values.put(column, image.value(column));
        }
        return values;
    }
}
