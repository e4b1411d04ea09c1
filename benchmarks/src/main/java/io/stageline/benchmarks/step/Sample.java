package io.stageline.benchmarks.step;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Columns.ValueForm;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Orders as in the mixed load: of five changes one inserts a purchase, three insert its lines, one updates the customer.
public final class Sample {
    /// Changes of one order.
    public static final int ORDER = 5;

    private static final TableId CUSTOMER = new TableId("public", "customer");
    private static final TableId PURCHASE = new TableId("public", "purchase");
    private static final TableId LINE = new TableId("public", "purchase_line");
    private static final Columns CUSTOMER_COLUMNS =
            columns("id:n", "email", "name", "points:n", "seen");
    private static final Columns PURCHASE_COLUMNS =
            columns("id:n", "customer_id:n", "receipt", "total", "note", "placed");
    private static final Columns LINE_COLUMNS =
            columns("purchase_id:n", "line:n", "product_id:n", "quantity:n", "price");

    private Sample() {}

    /// As many changes of whole orders.
    public static List<ChangeEvent> changes(int count) {
        var changes = new ArrayList<ChangeEvent>();
        for (int order = 0; changes.size() < count; order++) {
            changes.addAll(order(order));
        }
        return List.copyOf(changes);
    }

    /// The changes of the order with this number.
    public static List<ChangeEvent> order(int number) {
        String id = Integer.toString(100_000 + number);
        String customer = Integer.toString(1 + number * 7 % 10_000);
        var changes = new ArrayList<ChangeEvent>();
        changes.add(
                new ChangeEvent.Update(
                        CUSTOMER,
                        null,
                        RowImage.owning(
                                CUSTOMER_COLUMNS,
                                new String[] {
                                    customer,
                                    "customer" + customer + "@example.com",
                                    "customer number " + customer,
                                    "1",
                                    "2026-02-01 00:00:00+00"
                                })));
        changes.add(
                new ChangeEvent.Insert(
                        PURCHASE,
                        RowImage.owning(
                                PURCHASE_COLUMNS,
                                new String[] {
                                    id,
                                    customer,
                                    "receipt of " + number,
                                    "20.00",
                                    "an order",
                                    "2026-02-01 00:00:00+00"
                                })));
        IntStream.rangeClosed(1, 3)
                .mapToObj(line ->
                        RowImage.owning(
                                LINE_COLUMNS,
                                new String[] {
                                    id, "" + line, "" + (1 + (number + line) % 10_000), "2", "10.00"
                                }))
                .map(row -> new ChangeEvent.Insert(LINE, row))
                .forEach(changes::add);
        return changes;
    }

    public static TransactionHeader header(int number) {
        return new TransactionHeader(
                new Sequence(number + 1L),
                new Epoch(1),
                new TransactionId(Integer.toString(1_000 + number)),
                Instant.EPOCH);
    }

    /// What production's catalogue says of the tables.
    public static Catalogue catalogue() {
        return new Catalogue(
                "shop",
                Map.of(
                        CUSTOMER,
                        table(CUSTOMER, CUSTOMER_COLUMNS, List.of("id"), "email", List.of()),
                        PURCHASE,
                        table(
                                PURCHASE,
                                PURCHASE_COLUMNS,
                                List.of("id"),
                                "receipt",
                                List.of(foreignKey("customer_id", CUSTOMER))),
                        LINE,
                        table(
                                LINE,
                                LINE_COLUMNS,
                                List.of("purchase_id", "line"),
                                "",
                                List.of(foreignKey("purchase_id", PURCHASE)))));
    }

    private static Table table(
            TableId id,
            Columns columns,
            List<String> primaryKey,
            String unique,
            List<ForeignKey> foreignKeys) {
        var keys = new ArrayList<UniqueKey>();
        keys.add(new UniqueKey(id.table() + "_pkey", true, primaryKey, true, false, false));
        if (!unique.isEmpty()) {
            keys.add(
                    new UniqueKey(
                            id.table() + "_" + unique, false, List.of(unique), true, false, false));
        }
        return new Table(
                id,
                IntStream.range(0, columns.size()).mapToObj(i -> column(columns, i)).toList(),
                keys,
                foreignKeys,
                Table.ReplicaIdentity.DEFAULT,
                false);
    }

    private static Column column(Columns columns, int index) {
        String type = columns.forms().get(index) == ValueForm.NUMBER ? "int8" : "text";
        return new Column(
                columns.names().get(index),
                new ColumnType("pg_catalog", type, ColumnType.Kind.BASE, true),
                type,
                true,
                Column.Generation.NONE,
                index + 1);
    }

    private static ForeignKey foreignKey(String column, TableId parent) {
        return new ForeignKey(
                column + "_fkey",
                List.of(column),
                parent,
                List.of("id"),
                ForeignKey.Action.REFUSE,
                ForeignKey.Action.REFUSE,
                false);
    }

    /// @param names with `:n` behind those that stand as JSON numbers
    private static Columns columns(String... names) {
        return Columns.of(
                List.of(names).stream().map(name -> name.replace(":n", "")).toList(),
                List.of(names).stream()
                        .map(name -> name.endsWith(":n") ? ValueForm.NUMBER : ValueForm.TEXT)
                        .toList());
    }
}
