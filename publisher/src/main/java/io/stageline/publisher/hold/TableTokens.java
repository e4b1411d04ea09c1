package io.stageline.publisher.hold;

import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tokens of one production table.
final class TableTokens {
    private final TableId id;
    private final Spelling spelling;
    private final Optional<Table> table;
    private final @Nullable Values row;
    private final @Nullable Values rowKeyValue;
    private final List<Values> unique = new ArrayList<>();
    private final List<UniqueKey> undecided = new ArrayList<>();
    private final List<Values> references = new ArrayList<>();
    private final List<Long> undecidedReferences = new ArrayList<>();
    private final Set<String> telling = new LinkedHashSet<>();

    TableTokens(Catalogue production, TableId id, Spelling spelling) {
        this.id = id;
        this.spelling = spelling;
        this.table = production.table(id);
        Optional<UniqueKey> rowKey = table.flatMap(this::rowKey);
        this.row = rowKey.map(key -> values(Token.Kind.ROW, key)).orElse(null);
        this.rowKeyValue = rowKey.map(key -> values(Token.Kind.VALUE, key)).orElse(null);
        for (UniqueKey key : table.map(Table::uniqueKeys).orElse(List.of())) {
            if (compared(key).isEmpty()) {
                undecided.add(key);
            } else if (!rowKey.equals(Optional.of(key))) {
                unique.add(values(Token.Kind.VALUE, key));
            }
        }
        for (ForeignKey key : table.map(Table::foreignKeys).orElse(List.of())) {
            production.table(key.parent()).ifPresent(parent -> refer(key, parent));
        }
        unique.forEach(values -> telling.addAll(values.columns()));
        references.forEach(values -> telling.addAll(values.columns()));
    }

    /// The primary key, else the first unique key without NULLs, if texts tell its values apart.
    private Optional<UniqueKey> rowKey(Table of) {
        return of.primaryKey()
                .or(() ->
                        of.uniqueKeys().stream()
                                .filter(key -> key.plain() && !mayBeNull(of, key))
                                .findFirst())
                .filter(key -> compared(of, key).size() == key.columns().size());
    }

    private static boolean mayBeNull(Table table, UniqueKey key) {
        return key.columns().stream()
                .anyMatch(name -> table.column(name).map(Column::nullable).orElse(true));
    }

    /// Columns that are equal in rows that collide, and whose texts tell that. In the order of their names: a foreign key may
    /// list them in another one.
    private List<String> compared(Table of, UniqueKey key) {
        return spelling.compared(key).stream()
                .filter(name -> of.column(name).map(spelling::decides).orElse(false))
                .sorted()
                .toList();
    }

    private List<String> compared(UniqueKey key) {
        return table.map(it -> compared(it, key)).orElse(List.of());
    }

    private Values values(Token.Kind kind, UniqueKey key) {
        List<String> columns = compared(key);
        return new Values(
                kind,
                id,
                columns,
                columns,
                columns.stream().map(name -> column(table.orElseThrow(), name)).toList(),
                key.nullsNotDistinct());
    }

    private static Column column(Table table, String name) {
        return table.column(name).orElseThrow();
    }

    private void refer(ForeignKey key, Table parent) {
        for (UniqueKey target : parent.uniqueKeys()) {
            if (!target.plain()
                    || !new HashSet<>(target.columns())
                            .equals(new HashSet<>(key.parentColumns()))) {
                continue;
            }
            List<String> names = compared(parent, target);
            if (names.isEmpty()) {
                undecidedReferences.add(constraint(parent.id(), target));
                continue;
            }
            references.add(
                    new Values(
                            Token.Kind.VALUE,
                            parent.id(),
                            names,
                            names.stream()
                                    .map(name ->
                                            key.columns().get(key.parentColumns().indexOf(name)))
                                    .toList(),
                            names.stream().map(name -> column(parent, name)).toList(),
                            false));
        }
    }

    private static long constraint(TableId table, UniqueKey key) {
        return Token.of(Token.Kind.CONSTRAINT, table, List.of(key.name()));
    }

    boolean known() {
        return table.isPresent();
    }

    Optional<Table> table() {
        return table;
    }

    /// Tells of every text that tokens of the image are to be made of.
    void expect(RowImage image) {
        if (row != null) {
            row.expect(image, spelling);
        }
        unique.forEach(values -> values.expect(image, spelling));
        references.forEach(values -> values.expect(image, spelling));
    }

    /// The row an image is of; empty where the table has no row key, or the image lacks it.
    OptionalLong row(RowImage image) {
        return row == null ? OptionalLong.empty() : row.token(image, spelling);
    }

    List<String> rowKeyColumns() {
        return row == null ? List.of() : row.columns();
    }

    /// Columns beside the row key that a row is known by elsewhere: of unique keys and foreign keys.
    Set<String> telling() {
        return telling;
    }

    boolean tellsAll(@Nullable RowImage image) {
        return telling.isEmpty() || (image != null && telling.stream().allMatch(image::has));
    }

    long asAWhole() {
        return Token.of(Token.Kind.TABLE, id, List.of());
    }

    /// Of rows that nothing tells apart.
    long itsRows() {
        return Token.of(Token.Kind.ROWS, id, List.of());
    }

    /// That a row is there with its row key, or is not: what children need.
    void addRowKey(Footprint footprint, RowImage image) {
        if (rowKeyValue != null) {
            rowKeyValue.token(image, spelling).ifPresent(footprint::writes);
        }
    }

    /// What a row holds beside its row key: unique values, and parents.
    void addHeld(Footprint footprint, RowImage image) {
        unique.forEach(values -> values.token(image, spelling).ifPresent(footprint::writes));
        addReferences(footprint, image);
    }

    /// As [#addHeld] for both images, without the unique values that stay.
    void addHeld(Footprint footprint, RowImage before, RowImage after) {
        for (Values values : unique) {
            OptionalLong old = values.token(before, spelling);
            OptionalLong now = values.token(after, spelling);
            boolean stays = values.standIn(before) && values.standIn(after) && old.equals(now);
            if (!stays) {
                old.ifPresent(footprint::writes);
                now.ifPresent(footprint::writes);
            }
        }
        addReferences(footprint, before);
        addReferences(footprint, after);
    }

    private void addReferences(Footprint footprint, RowImage image) {
        references.forEach(values -> values.token(image, spelling).ifPresent(footprint::reads));
        undecidedReferences.forEach(footprint::reads);
    }

    /// Unique keys whose columns do not tell who collides: all changes collide that may touch them.
    void addUndecided(Footprint footprint) {
        undecided.forEach(key -> footprint.writes(constraint(id, key)));
    }

    /// As [#addUndecided], without those whose columns stay as they were.
    void addUndecided(Footprint footprint, @Nullable RowImage before, RowImage after) {
        for (UniqueKey key : undecided) {
            boolean stays =
                    before != null
                            && key.columns().stream()
                                    .allMatch(name ->
                                            before.has(name)
                                                    && after.has(name)
                                                    && same(before.value(name), after.value(name)));
            if (!stays) {
                footprint.writes(constraint(id, key));
            }
        }
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }
}
