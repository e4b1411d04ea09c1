package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A small catalogue with every kind of constraint, and changes of its tables.
final class Shop {
    static final TableId CATEGORY = new TableId("public", "category");
    static final TableId PRODUCT = new TableId("public", "product");
    static final TableId BOX = new TableId("public", "box");
    static final TableId PART = new TableId("public", "part");
    static final TableId JOURNAL = new TableId("public", "journal");
    static final TableId LEFT = new TableId("public", "left");
    static final TableId RIGHT = new TableId("public", "right");
    static final TableId IDENTITY = new TableId("public", "identity");

    private Shop() {}

    static Catalogue catalogue() {
        return new Catalogue(
                "shop",
                Map.of(
                        CATEGORY,
                        table(
                                CATEGORY,
                                List.of("id", "parent"),
                                List.of(primary()),
                                List.of(foreign("parent", CATEGORY))),
                        PRODUCT,
                        table(
                                PRODUCT,
                                List.of("id", "category", "sku", "text"),
                                List.of(primary(), unique("sku")),
                                List.of(foreign("category", CATEGORY))),
                        BOX,
                        table(BOX, List.of("id"), List.of(primary()), List.of()),
                        PART,
                        table(
                                PART,
                                List.of("id", "box", "note"),
                                List.of(primary()),
                                List.of(foreign("box", BOX, ForeignKey.Action.CASCADE))),
                        JOURNAL,
                        table(JOURNAL, List.of("at", "text"), List.of(), List.of()),
                        LEFT,
                        table(
                                LEFT,
                                List.of("id", "other"),
                                List.of(primary()),
                                List.of(foreign("other", RIGHT))),
                        RIGHT,
                        table(
                                RIGHT,
                                List.of("id", "other"),
                                List.of(primary()),
                                List.of(foreign("other", LEFT))),
                        IDENTITY,
                        identityTable()));
    }

    static ChangeEvent insert(TableId table, @Nullable String... namesAndValues) {
        return new ChangeEvent.Insert(table, row(namesAndValues));
    }

    static ChangeEvent update(TableId table, @Nullable String... namesAndValues) {
        return new ChangeEvent.Update(table, null, row(namesAndValues));
    }

    static ChangeEvent update(TableId table, RowImage before, RowImage after) {
        return new ChangeEvent.Update(table, before, after);
    }

    static ChangeEvent delete(TableId table, @Nullable String... namesAndValues) {
        return new ChangeEvent.Delete(table, row(namesAndValues));
    }

    static RowImage row(@Nullable String... namesAndValues) {
        List<String> names = new ArrayList<>();
        @Nullable String[] values = new @Nullable String[namesAndValues.length / 2];
        for (int i = 0; i < values.length; i++) {
            names.add(String.valueOf(namesAndValues[2 * i]));
            values[i] = namesAndValues[2 * i + 1];
        }
        return RowImage.owning(Columns.of(names), values);
    }

    private static Table table(
            TableId id, List<String> columns, List<UniqueKey> keys, List<ForeignKey> foreignKeys) {
        var type = new ColumnType("pg_catalog", "text", ColumnType.Kind.BASE, true);
        List<Column> described =
                columns.stream()
                        .map(name ->
                                new Column(
                                        name,
                                        type,
                                        "text",
                                        true,
                                        Column.Generation.NONE,
                                        columns.indexOf(name) + 1))
                        .toList();
        return new Table(id, described, keys, foreignKeys, Table.ReplicaIdentity.DEFAULT, false);
    }

    private static Table identityTable() {
        var type = new ColumnType("pg_catalog", "int4", ColumnType.Kind.BASE, true);
        return new Table(
                IDENTITY,
                List.of(
                        new Column(
                                "id", type, "integer", false, Column.Generation.IDENTITY_ALWAYS, 1),
                        new Column("name", type, "integer", true, Column.Generation.NONE, 2),
                        new Column("twice", type, "integer", true, Column.Generation.COMPUTED, 3)),
                List.of(primary()),
                List.of(),
                Table.ReplicaIdentity.DEFAULT,
                false);
    }

    private static UniqueKey primary() {
        return new UniqueKey("pk", true, List.of("id"), true, false, false);
    }

    private static UniqueKey unique(String column) {
        return new UniqueKey(column + "_key", false, List.of(column), true, false, false);
    }

    private static ForeignKey foreign(String column, TableId parent) {
        return foreign(column, parent, ForeignKey.Action.REFUSE);
    }

    private static ForeignKey foreign(String column, TableId parent, ForeignKey.Action action) {
        return new ForeignKey(
                column + "_fkey", List.of(column), parent, List.of("id"), action, action, false);
    }
}
