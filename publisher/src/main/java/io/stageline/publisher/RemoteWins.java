package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.conflict.ConflictType;
import io.stageline.database.Column;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a change from staging wins over what production has, without touching any row but its own. Pure.
final class RemoteWins {
    private RemoteWins() {}

    /// What to write in place of the change; nothing to write where production already has what it wants.
    ///
    /// @return empty if it cannot win: another row would have to give way, or the change does not tell enough
    static Optional<List<ChangeEvent>> instead(
            ConflictType type, ChangeEvent change, Table production) {
        return switch (type) {
            case INSERT_EXISTS ->
                    change instanceof ChangeEvent.Insert insert
                            ? Optional.of(
                                    List.of(
                                            new ChangeEvent.Update(
                                                    insert.table(), null, insert.after())))
                            : Optional.empty();
            case UPDATE_ORIGIN_DIFFERS ->
                    change instanceof ChangeEvent.Update update
                            ? unguarded(update, production)
                            : Optional.empty();
            case DELETE_ORIGIN_DIFFERS ->
                    change instanceof ChangeEvent.Delete delete
                            ? key(delete.before(), production)
                                    .map(key ->
                                            List.of(new ChangeEvent.Delete(delete.table(), key)))
                            : Optional.empty();
            case UPDATE_MISSING ->
                    change instanceof ChangeEvent.Update update
                                    && isWhole(update.after(), production)
                            ? Optional.of(
                                    List.of(new ChangeEvent.Insert(update.table(), update.after())))
                            : Optional.empty();
            case DELETE_MISSING -> Optional.of(List.of());
            case UNIQUE_EXISTS,
                    UPDATE_EXISTS,
                    MULTIPLE_UNIQUE_CONFLICTS,
                    PARENT_MISSING,
                    CHILD_EXISTS,
                    VALUE_REJECTED,
                    SCHEMA_MISMATCH ->
                    Optional.empty();
        };
    }

    /// By row key alone: the old one where there is an image before.
    private static Optional<List<ChangeEvent>> unguarded(
            ChangeEvent.Update update, Table production) {
        RowImage before = update.before();
        if (before == null) {
            return Optional.of(List.of(update));
        }
        return key(before, production)
                .map(key -> List.of(new ChangeEvent.Update(update.table(), key, update.after())));
    }

    private static Optional<RowImage> key(RowImage image, Table production) {
        return rowKey(production)
                .filter(names -> names.stream().allMatch(image::has))
                .map(names -> {
                    @Nullable String[] values =
                            names.stream().map(image::value).toArray(String[]::new);
                    return RowImage.owning(Columns.of(names), values);
                });
    }

    /// As writes find a row: by the primary key, else by a unique key without NULLs, checked at once.
    private static Optional<List<String>> rowKey(Table production) {
        return production
                .primaryKey()
                .filter(key -> !key.deferrable())
                .or(() ->
                        production.uniqueKeys().stream()
                                .filter(key -> key.plain() && !key.deferrable())
                                .filter(key -> !mayBeNull(production, key))
                                .findFirst())
                .map(UniqueKey::columns);
    }

    private static boolean mayBeNull(Table table, UniqueKey key) {
        return key.columns().stream()
                .anyMatch(name -> table.column(name).map(Column::nullable).orElse(true));
    }

    /// Whether the image tells every column production wants to be told: an unchanged TOAST value may be missing.
    private static boolean isWhole(RowImage after, Table production) {
        return production.columns().stream()
                .filter(Column::writable)
                .allMatch(column -> after.has(column.name()));
    }
}
