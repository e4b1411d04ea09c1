package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.UniqueKey;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plans events one after the other as staging did them. Neighbours become one statement while that cannot make a
/// difference: same shape, no row touched twice, no unique value released by one and taken by another.
final class OriginalOrder {
    private final RowWrites writes;
    private final List<Step> steps = new ArrayList<>();
    private final List<@Nullable String[]> openRows = new ArrayList<>();
    private final List<Integer> openEvents = new ArrayList<>();
    private final Set<Touched> touched = new HashSet<>();
    private final OldRows known;
    private final boolean trusting;
    private final Map<Followed, RowImage> now = new HashMap<>();
    private @Nullable Shape openShape;

    /// A unique value of a table that a row of the open statement holds before or after.
    record Touched(TableId table, String key, Values values) {}

    /// A row by the key it has now.
    private record Followed(TableId table, Values key) {}

    /// @param known rows as production has them: their values need not be guessed
    /// @param trusting whether what the images do not show is taken not to be in the way of a neighbour: else production refuses
    OriginalOrder(RowWrites writes, OldRows known, boolean trusting) {
        this.writes = writes;
        this.known = known;
        this.trusting = trusting;
    }

    List<Step> plan(List<ChangeEvent> changes) throws MismatchException {
        for (int index : order(changes)) {
            ChangeEvent change = changes.get(index);
            if (change instanceof ChangeEvent.Truncate) {
                truncate(writes.layout(change).table().id(), index);
            } else {
                add(change, index);
            }
        }
        close();
        return steps;
    }

    private void add(ChangeEvent change, int index) throws MismatchException {
        RowWrite write = writes.of(change);
        Optional<RowImage> before = before(change);
        List<RowImage> images = new ArrayList<>(images(change));
        before.ifPresent(images::add);
        List<Touched> touches = touches(change, images);
        boolean fits =
                write.shape().equals(openShape)
                        && !write.shape().oneRowOnly()
                        && !standsAlone(change, before.isPresent())
                        && !mayMeetItsParent(change)
                        && touches.stream().noneMatch(touched::contains);
        if (!fits) {
            close();
            openShape = write.shape();
        }
        openRows.add(write.values());
        openEvents.add(index);
        touched.addAll(touches);
        follow(change);
        writes.past().add(writes.layout(change), change);
    }

    private void close() {
        Shape shape = openShape;
        if (shape != null) {
            steps.add(new Step(new Write.Rows(shape, openRows), openEvents));
        }
        openShape = null;
        openRows.clear();
        openEvents.clear();
        touched.clear();
    }

    private void truncate(TableId table, int index) {
        close();
        List<TableId> tables = new ArrayList<>();
        List<Integer> events = new ArrayList<>();
        if (!steps.isEmpty() && steps.getLast().write() instanceof Write.Truncate before) {
            tables.addAll(before.tables());
            events.addAll(steps.removeLast().events());
        }
        if (!tables.contains(table)) {
            tables.add(table);
        }
        events.add(index);
        steps.add(new Step(new Write.Truncate(tables), events));
    }

    /// An update may release a unique value that its images do not show, and the next one may take it.
    private boolean standsAlone(ChangeEvent change, boolean wholeBefore) throws MismatchException {
        TableLayout layout = writes.layout(change);
        return change instanceof ChangeEvent.Update
                && layout.hiddenUniqueValues()
                && (layout.hasOpaqueKeys() || !(wholeBefore || trusting));
    }

    /// A row of the same statement may be its parent or child, and which of them is written first is not known.
    private boolean mayMeetItsParent(ChangeEvent change) throws MismatchException {
        return !(change instanceof ChangeEvent.Insert)
                && writes.layout(change).refersToItselfByRow();
    }

    List<Touched> touches(ChangeEvent change) throws MismatchException {
        return touches(change, images(change));
    }

    private List<Touched> touches(ChangeEvent change, List<RowImage> images)
            throws MismatchException {
        TableLayout layout = writes.layout(change);
        List<Touched> touches = new ArrayList<>();
        for (UniqueKey key : layout.table().uniqueKeys()) {
            Pick pick = layout.pick(key.columns());
            for (RowImage image : images) {
                pick.values(image)
                        .filter(values -> !values.hasNull() || key.nullsNotDistinct())
                        .map(values -> new Touched(change.table(), key.name(), values))
                        .filter(touch -> !touches.contains(touch))
                        .ifPresent(touches::add);
            }
        }
        return touches;
    }

    /// The row before this change, where the image, an earlier change or somebody who looked tells.
    private Optional<RowImage> before(ChangeEvent change) throws MismatchException {
        TableLayout layout = writes.layout(change);
        RowImage logged =
                switch (change) {
                    case ChangeEvent.Update update -> update.before();
                    case ChangeEvent.Delete delete -> delete.before();
                    case ChangeEvent.Insert _, ChangeEvent.Truncate _ -> null;
                };
        if (logged != null && layout.isWhole(logged)) {
            return Optional.of(logged);
        }
        RowImage after = change instanceof ChangeEvent.Update update ? update.after() : null;
        return layout.keyOf(logged, after)
                .flatMap(key ->
                        Optional.ofNullable(now.get(new Followed(change.table(), key)))
                                .or(() -> known.row(change.table(), key)));
    }

    private void follow(ChangeEvent change) throws MismatchException {
        TableLayout layout = writes.layout(change);
        Optional<RowImage> after =
                switch (change) {
                    case ChangeEvent.Insert insert -> Optional.of(insert.after());
                    case ChangeEvent.Update update -> Optional.of(update.after());
                    case ChangeEvent.Delete _, ChangeEvent.Truncate _ -> Optional.empty();
                };
        after.filter(image -> layout.hiddenUniqueValues() && layout.sees(image))
                .ifPresent(image ->
                        layout.keyOf(null, image)
                                .ifPresent(
                                        key -> now.put(new Followed(change.table(), key), image)));
    }

    static List<RowImage> images(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Insert insert -> List.of(insert.after());
            case ChangeEvent.Update update -> {
                RowImage before = update.before();
                yield before == null ? List.of(update.after()) : List.of(before, update.after());
            }
            case ChangeEvent.Delete delete -> List.of(delete.before());
            case ChangeEvent.Truncate _ -> List.of();
        };
    }

    /// The events' own order, but a stretch of deletes children first: deleting a parent first would make production
    /// delete the children by itself (ON DELETE CASCADE) and leave nothing for their own events to delete.
    private List<Integer> order(List<ChangeEvent> changes) {
        List<Integer> order = new ArrayList<>();
        Map<TableId, Integer> depths = new HashMap<>();
        int start = 0;
        for (int i = 0; i < changes.size(); i++) {
            order.add(i);
            if (changes.get(i) instanceof ChangeEvent.Delete delete) {
                if (!depths.containsKey(delete.table())) {
                    depths.put(delete.table(), writes.depth(delete.table(), new HashSet<>()));
                }
            } else {
                start = i + 1;
            }
            boolean stretchEnds =
                    i + 1 == changes.size() || !(changes.get(i + 1) instanceof ChangeEvent.Delete);
            if (stretchEnds && i > start) {
                order.subList(start, i + 1)
                        .sort(
                                Comparator.comparingInt(index ->
                                        -depths.getOrDefault(changes.get(index).table(), 0)));
            }
        }
        return order;
    }
}
