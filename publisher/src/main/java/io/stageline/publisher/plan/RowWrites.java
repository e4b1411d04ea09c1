package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes row writes from row images, and checks on the way that production has the columns. Shapes are made once for all
/// rows with the same images. Made for one planning; owned by its thread.
final class RowWrites {
    private final Catalogue production;
    private final Past past;
    private final Set<TableId> disturbed;
    private final Map<TableId, TableLayout> layouts = new HashMap<>();
    private final Map<Form, Numbered> shapes = new HashMap<>();
    private final Map<Shape, Integer> shapeNumbers = new HashMap<>();
    private final IdentityHashMap<Columns, Integer> numbers = new IdentityHashMap<>();

    /// @param changes all that are to be planned
    /// @param past what was written before them in the same production transaction
    RowWrites(Catalogue production, List<ChangeEvent> changes, Past past) {
        this.production = production;
        this.past = past.branch();
        this.disturbed = past.disturbed();
        this.disturbed.addAll(Past.disturbed(changes));
    }

    /// What will have been written; to be told of what is planned in the original order.
    Past past() {
        return past;
    }

    /// What decides about a shape. Column lists are numbered: they are shared by all images of one shape, and comparing them
    /// for each row would cost more than all the rest.
    private record Form(
            TableId table,
            Operation operation,
            int image,
            int guard,
            boolean keyed,
            boolean keyChanges) {
        // Written out for the same reason as in TableId.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Form same
                    && image == same.image
                    && guard == same.guard
                    && operation == same.operation
                    && keyed == same.keyed
                    && keyChanges == same.keyChanges
                    && table.equals(same.table);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * table.hashCode() + image) + guard;
        }
    }

    private record Numbered(Shape shape, int number) {}

    private Numbered keep(Form form, Shape shape) {
        int number = shapeNumbers.computeIfAbsent(shape, _ -> shapeNumbers.size());
        var numbered = new Numbered(shape, number);
        shapes.put(form, numbered);
        return numbered;
    }

    private int number(@Nullable RowImage image) {
        return image == null ? -1 : numbers.computeIfAbsent(image.columns(), _ -> numbers.size());
    }

    /// The layout of the table a change is about.
    ///
    /// @throws MismatchException if production has no such table
    TableLayout layout(ChangeEvent change) throws MismatchException {
        TableLayout known = layouts.get(change.table());
        if (known != null) {
            return known;
        }
        Optional<Table> table = production.table(change.table());
        if (table.isEmpty()) {
            throw new MismatchException(change, "production has no table " + change.table());
        }
        TableLayout layout = new TableLayout(table.get());
        layouts.put(change.table(), layout);
        return layout;
    }

    /// Rows of this table refer to rows of another one by this foreign key.
    record Child(Table table, ForeignKey key) {}

    /// Who refers to a table.
    List<Child> children(TableId parent) {
        List<Child> children = new ArrayList<>();
        for (Table table : production.tables().values()) {
            for (ForeignKey key : table.foreignKeys()) {
                if (key.parent().equals(parent)) {
                    children.add(new Child(table, key));
                }
            }
        }
        return children;
    }

    Optional<Table> table(TableId id) {
        return production.table(id);
    }

    /// How many generations of parents stand above a table; in a circle of foreign keys each table counts once.
    int depth(TableId table, Set<TableId> seen) {
        if (!seen.add(table)) {
            return 0;
        }
        int depth = 0;
        for (ForeignKey key : production.table(table).map(Table::foreignKeys).orElse(List.of())) {
            depth = Math.max(depth, 1 + depth(key.parent(), seen));
        }
        seen.remove(table);
        return depth;
    }

    /// The write of a single change, by its own images.
    RowWrite of(ChangeEvent change) throws MismatchException {
        TableLayout layout = layout(change);
        return switch (change) {
            case ChangeEvent.Insert insert -> insert(layout, insert, insert.after());
            case ChangeEvent.Update update -> update(layout, update);
            case ChangeEvent.Delete delete -> delete(layout, delete);
            case ChangeEvent.Truncate _ ->
                    throw new IllegalArgumentException("A truncate writes no rows");
        };
    }

    private RowWrite update(TableLayout layout, ChangeEvent.Update update)
            throws MismatchException {
        RowImage before = now(layout, update.before());
        Optional<Values> key = layout.keyOf(before, update.after());
        boolean keyChanges =
                before != null
                        && key.isPresent()
                        && layout.identity()
                                .values(update.after())
                                .filter(after -> !after.equals(key.get()))
                                .isPresent();
        RowImage guard = key.isEmpty() || layout.isWhole(before) ? before : null;
        RowImage after = past.ahead(layout, update.after());
        return update(layout, update, key, keyChanges, after, guard);
    }

    private RowWrite delete(TableLayout layout, ChangeEvent.Delete delete)
            throws MismatchException {
        RowImage before = now(layout, delete.before());
        Optional<Values> key = layout.keyOf(before, null);
        RowImage guard = key.isEmpty() || layout.isWhole(before) ? before : null;
        return delete(layout, delete, key, guard);
    }

    /// The row as production has it by now.
    private @Nullable RowImage now(TableLayout layout, @Nullable RowImage before) {
        return before != null
                        && past.acted(layout, before).orElse(null)
                                instanceof Past.Changed(var columns, var values)
                ? replaced(before, columns, values)
                : before;
    }

    /// The image with other values in these columns, as far as it has them.
    static RowImage replaced(RowImage image, List<String> columns, Values values) {
        @Nullable String[] changed = new @Nullable String[image.size()];
        for (int i = 0; i < changed.length; i++) {
            int at = columns.indexOf(image.columns().names().get(i));
            changed[i] = at < 0 ? image.value(i) : values.value(at);
        }
        return RowImage.owning(image.columns(), changed);
    }

    RowWrite insert(TableLayout layout, ChangeEvent change, RowImage image)
            throws MismatchException {
        var form = new Form(change.table(), Operation.INSERT, number(image), -1, false, false);
        Numbered known = shapes.get(form);
        if (known == null) {
            List<String> set = writable(layout, change, image.columns());
            known =
                    keep(
                            form,
                            new Shape(change.table(), Operation.INSERT, set, List.of(), List.of()));
        }
        return write(layout, known, image, Values.NONE, null);
    }

    RowWrite update(
            TableLayout layout,
            ChangeEvent change,
            Optional<Values> key,
            boolean keyChanges,
            RowImage image,
            @Nullable RowImage guard)
            throws MismatchException {
        var form =
                new Form(
                        change.table(),
                        Operation.UPDATE,
                        number(image),
                        number(guard),
                        key.isPresent(),
                        keyChanges);
        Numbered known = shapes.get(form);
        if (known == null) {
            known = keep(form, updateShape(layout, change, form, image, guard));
        }
        return write(layout, known, image, key.orElse(Values.NONE), guard);
    }

    RowWrite delete(
            TableLayout layout, ChangeEvent change, Optional<Values> key, @Nullable RowImage guard)
            throws MismatchException {
        var form =
                new Form(
                        change.table(),
                        Operation.DELETE,
                        -1,
                        number(guard),
                        key.isPresent(),
                        false);
        Numbered known = shapes.get(form);
        if (known == null) {
            List<String> keyColumns = key.isPresent() ? layout.identity().names() : List.of();
            known =
                    keep(
                            form,
                            new Shape(
                                    change.table(),
                                    Operation.DELETE,
                                    List.of(),
                                    keyColumns,
                                    guards(layout, change, guard, keyColumns)));
        }
        return write(layout, known, null, key.orElse(Values.NONE), guard);
    }

    private Shape updateShape(
            TableLayout layout,
            ChangeEvent change,
            Form form,
            RowImage image,
            @Nullable RowImage guard)
            throws MismatchException {
        List<String> keyColumns = form.keyed() ? layout.identity().names() : List.of();
        List<String> set = new ArrayList<>();
        for (String column : writable(layout, change, image.columns())) {
            boolean unchangedKey =
                    !form.keyChanges()
                            && keyColumns.contains(column)
                            && !layout.sameInOtherWords(column);
            if (!unchangedKey && !layout.identityAlways(column)) {
                set.add(column);
            }
        }
        if (set.isEmpty()) {
            set.addAll(keyColumns); // nothing but a row key: the row must be there all the same
        }
        if (keyColumns.stream().anyMatch(layout::identityAlways) && form.keyChanges()) {
            throw new MismatchException(
                    change,
                    "the row key of %s is an identity that is always generated, it cannot be changed"
                            .formatted(change.table()));
        }
        List<String> guards = new ArrayList<>(guards(layout, change, guard, keyColumns));
        guards.removeIf(layout::identityAlways);
        // cannot be written by an update: whoever finds another value there must hear of it
        image.columns().names().stream()
                .filter(column -> layout.identityAlways(column) && !keyColumns.contains(column))
                .forEach(guards::add);
        return new Shape(change.table(), Operation.UPDATE, set, keyColumns, guards);
    }

    /// The columns of the image that a write names; all of them must be there.
    private static List<String> writable(TableLayout layout, ChangeEvent change, Columns columns)
            throws MismatchException {
        List<String> writable = new ArrayList<>();
        for (String name : columns.names()) {
            Optional<Column> column = layout.table().column(name);
            if (column.isEmpty()) {
                throw new MismatchException(
                        change,
                        "production's table %s has no column %s".formatted(change.table(), name));
            }
            if (column.get().writable()) {
                writable.add(name);
            }
        }
        return writable;
    }

    private List<String> guards(
            TableLayout layout,
            ChangeEvent change,
            @Nullable RowImage guard,
            List<String> keyColumns)
            throws MismatchException {
        if (guard == null) {
            if (keyColumns.isEmpty()) {
                throw new MismatchException(
                        change,
                        "%s has no row key in production and the change log no whole old row (REPLICA IDENTITY FULL)"
                                .formatted(change.table()));
            }
            return List.of();
        }
        return writable(layout, change, guard.columns()).stream()
                .filter(column -> !keyColumns.contains(column))
                .filter(column -> keyColumns.isEmpty() || !changedByProduction(layout, column))
                .toList();
    }

    private boolean changedByProduction(TableLayout layout, String column) {
        for (ForeignKey key : layout.table().foreignKeys()) {
            boolean acts =
                    changesChild(key.onDelete()) || key.onUpdate() != ForeignKey.Action.REFUSE;
            if (acts && key.columns().contains(column) && disturbed.contains(key.parent())) {
                return true;
            }
        }
        return false;
    }

    private static boolean changesChild(ForeignKey.Action onDelete) {
        return switch (onDelete) {
            case SET_NULL, SET_DEFAULT -> true;
            case REFUSE, CASCADE -> false;
        };
    }

    private static RowWrite write(
            TableLayout layout,
            Numbered known,
            @Nullable RowImage image,
            Values key,
            @Nullable RowImage guard) {
        Shape shape = known.shape;
        @Nullable String[] values = new @Nullable String[shape.width()];
        int next = 0;
        if (image != null) {
            next = layout.pick(shape.set()).copy(image, values, next);
        }
        key.copyTo(values, next);
        next += key.size();
        for (String column : shape.guard()) {
            boolean generated =
                    shape.operation() == Operation.UPDATE && layout.identityAlways(column);
            RowImage from = generated ? image : guard;
            if (from == null) {
                throw new IllegalStateException("A guard without an image");
            }
            values[next++] = from.value(column);
        }
        return new RowWrite(shape, known.number, values);
    }
}
