package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.publisher.Write;
import io.stageline.publisher.plan.OrderGraph.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Plans the rows that must come before each other: the changes of each circle in the original order. Circles that have no
/// value in common go side by side, the first change of each in one statement, then the second of each, and so on.
final class Circles {
    private final RowWrites writes;
    private final OldRows known;
    private final Nodes nodes;
    private final Order order;
    private final boolean sideBySide;

    Circles(RowWrites writes, OldRows known, Nodes nodes, Order order, boolean sideBySide) {
        this.writes = writes;
        this.known = known;
        this.nodes = nodes;
        this.order = order;
        this.sideBySide = sideBySide;
    }

    /// @param rows the row each change belongs to
    /// @return the writes of each level; empty if circles cannot be written apart from all else
    Optional<Map<Integer, List<Write>>> plan(List<ChangeEvent> changes, List<NetRow> rows)
            throws MismatchException {
        List<List<ChangeEvent>> circles = changesOfCircles(changes, rows);
        for (List<ChangeEvent> circle : circles) {
            for (ChangeEvent change : circle) {
                if (movesChildren(change)) {
                    return Optional.empty();
                }
            }
        }
        Map<Integer, List<List<List<ChangeEvent>>>> waves = new HashMap<>();
        Map<Integer, Set<Object>> taken = new HashMap<>();
        for (int i = 0; i < circles.size(); i++) {
            int level = order.levels()[order.circles().get(i)[0]];
            Set<Object> values = values(circles.get(i));
            Set<Object> takenHere = taken.computeIfAbsent(level, _ -> new HashSet<>());
            List<List<List<ChangeEvent>>> here =
                    waves.computeIfAbsent(level, _ -> new ArrayList<>());
            if (here.isEmpty() || !sideBySide || values.stream().anyMatch(takenHere::contains)) {
                here.add(new ArrayList<>());
                takenHere.clear();
            }
            here.getLast().add(circles.get(i));
            takenHere.addAll(values);
        }
        Map<Integer, List<Write>> planned = new HashMap<>();
        for (Map.Entry<Integer, List<List<List<ChangeEvent>>>> level : waves.entrySet()) {
            List<Write> all = new ArrayList<>();
            for (List<List<ChangeEvent>> wave : level.getValue()) {
                new OriginalOrder(writes, known, sideBySide)
                        .plan(inTurns(wave)).stream().map(Step::write).forEach(all::add);
            }
            planned.put(level.getKey(), all);
        }
        return Optional.of(planned);
    }

    /// Whether production's own foreign-key actions may reach beyond the circle, to rows that are in another state than staging's
    /// were then: they would be lost silently.
    private boolean movesChildren(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Delete delete -> writes.past().actsOnChildrenOf(delete.table());
            case ChangeEvent.Update update ->
                    update.before() != null
                            && writes.past().actsOnChildrenOf(update.table())
                            && movesKey(update, update.before());
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ -> false;
        };
    }

    private boolean movesKey(ChangeEvent.Update update, RowImage before) {
        return before.columns().names().stream()
                .filter(update.after()::has)
                .anyMatch(column ->
                        !Objects.equals(before.value(column), update.after().value(column)));
    }

    private List<List<ChangeEvent>> changesOfCircles(List<ChangeEvent> changes, List<NetRow> rows) {
        int[] circleOf = new int[nodes.size()];
        Arrays.fill(circleOf, -1);
        List<List<ChangeEvent>> circles = new ArrayList<>();
        for (int[] members : order.circles()) {
            for (int member : members) {
                circleOf[member] = circles.size();
            }
            circles.add(new ArrayList<>());
        }
        for (int i = 0; i < rows.size(); i++) {
            int place = rows.get(i).place();
            if (place != NetRow.NOWHERE && circleOf[place] >= 0) {
                circles.get(circleOf[place]).add(changes.get(i));
            }
        }
        return circles;
    }

    /// Every value of a unique key that these changes show.
    private Set<Object> values(List<ChangeEvent> changes) throws MismatchException {
        Set<Object> values = new HashSet<>();
        var order = new OriginalOrder(writes, known, sideBySide);
        for (ChangeEvent change : changes) {
            values.addAll(order.touches(change));
        }
        return values;
    }

    private static List<ChangeEvent> inTurns(List<List<ChangeEvent>> circles) {
        List<ChangeEvent> turns = new ArrayList<>();
        int longest = circles.stream().mapToInt(List::size).max().orElse(0);
        for (int turn = 0; turn < longest; turn++) {
            for (List<ChangeEvent> circle : circles) {
                if (turn < circle.size()) {
                    turns.add(circle.get(turn));
                }
            }
        }
        return turns;
    }
}
