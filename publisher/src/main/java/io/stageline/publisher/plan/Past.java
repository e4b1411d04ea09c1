package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What has been written in a production transaction so far, as far as production's own foreign-key actions matter: a child
/// follows the new key of its parent there at once, while staging's log tells of it later, by an event of the child. Until
/// that event came, the child's images are no longer what production has. Deletes take no children along: nobody writes
/// them before the children went. Where the log tells nothing of what the actions did ([ForeignKey#byRow]), no event comes, and
/// every image shows already what they did.
///
/// Owned by the thread that plans and writes.
public final class Past {
    private final Catalogue production;
    private final @Nullable Past earlier;
    private final Set<TableId> disturbed = new HashSet<>();
    private final Map<Referred, Map<Values, Move>> moves = new HashMap<>();
    private final Map<Referred, Map<Values, Long>> retaken = new HashMap<>();
    private final Map<Settled, Long> settled = new HashMap<>();
    private final Map<TableId, List<Referred>> referred = new HashMap<>();
    private final Map<TableId, Boolean> acted = new HashMap<>();
    private long time;

    /// Columns of a table that children refer to whose own events come later.
    private record Referred(TableId parent, List<String> columns) {}

    /// A parent's key that is no more.
    ///
    /// @param now the key it became
    private record Move(long at, Values now) {}

    /// A child by its row key, whose own event came.
    private record Settled(TableId child, Values key) {}

    private Past(Catalogue production, @Nullable Past earlier) {
        this.production = production;
        this.earlier = earlier;
        this.time = earlier == null ? 0 : earlier.time;
    }

    /// Nothing has been written yet.
    public static Past none(Catalogue production) {
        return new Past(production, null);
    }

    /// A future of this past: what happens in it is not known here.
    Past branch() {
        return new Past(production, this);
    }

    /// These changes have been written.
    public void add(List<ChangeEvent> changes) {
        disturbed.addAll(disturbed(changes));
        Map<TableId, TableLayout> layouts = new HashMap<>();
        for (ChangeEvent change : changes) {
            production
                    .table(change.table())
                    .map(table -> layouts.computeIfAbsent(table.id(), _ -> new TableLayout(table)))
                    .ifPresent(layout -> add(layout, change));
        }
    }

    /// Tables that lose rows, or whose rows get another key: production may act on their children by itself.
    static Set<TableId> disturbed(List<ChangeEvent> changes) {
        Set<TableId> disturbed = new HashSet<>();
        for (ChangeEvent change : changes) {
            switch (change) {
                case ChangeEvent.Insert _, ChangeEvent.Truncate _ -> {}
                case ChangeEvent.Delete delete -> disturbed.add(delete.table());
                case ChangeEvent.Update update -> {
                    if (update.before() != null) {
                        disturbed.add(update.table());
                    }
                }
            }
        }
        return disturbed;
    }

    /// Whether rows of this table went or got another key.
    public boolean disturbed(TableId table) {
        return disturbed.contains(table) || (earlier != null && earlier.disturbed(table));
    }

    Set<TableId> disturbed() {
        Set<TableId> all = new HashSet<>(disturbed);
        if (earlier != null) {
            all.addAll(earlier.disturbed());
        }
        return all;
    }

    /// This change has been written, or will have been.
    void add(TableLayout layout, ChangeEvent change) {
        @Nullable RowImage before = before(change);
        @Nullable RowImage after = after(change);
        time++;
        if (after != null) {
            for (Referred key : referred(change.table())) {
                move(key, layout.pick(key.columns), before, after);
            }
        }
        if (after != null && anyMoves() && layout.followsParents()) {
            settled.put(new Settled(change.table(), layout.name(after)), time);
        }
    }

    private void move(Referred key, Pick pick, @Nullable RowImage before, RowImage after) {
        Optional<Values> old = before == null ? Optional.empty() : pick.values(before);
        Optional<Values> now = pick.values(after).or(() -> old);
        if (now.isEmpty() || now.equals(old)) {
            return;
        }
        if (move(key, now.get()).isPresent()) {
            retaken.computeIfAbsent(key, _ -> new HashMap<>()).put(now.get(), time);
        }
        old.ifPresent(was ->
                moves.computeIfAbsent(key, _ -> new HashMap<>())
                        .put(was, new Move(time, now.get())));
    }

    /// What production has already made of a row's parents, where an event still tells the earlier ones: staging changes a row
    /// that follows by two foreign keys one after the other.
    RowImage ahead(TableLayout layout, RowImage after) {
        if (!anyMoves() || !layout.followsParents()) {
            return after;
        }
        RowImage ahead = after;
        for (ForeignKey key : layout.table().foreignKeys()) {
            var referred = new Referred(key.parent(), key.parentColumns());
            Optional<Values> told = layout.pick(key.columns()).values(after);
            Optional<Move> move =
                    told.flatMap(value -> move(referred, value))
                            .filter(found -> found.at > retakenAt(referred, told.get()));
            if (move.isPresent()) {
                ahead =
                        switch (key.onUpdate()) {
                            case CASCADE ->
                                    RowWrites.replaced(ahead, key.columns(), move.get().now);
                            case SET_NULL ->
                                    RowWrites.replaced(
                                            ahead,
                                            key.columns(),
                                            new Values(new @Nullable String[key.columns().size()]));
                            case REFUSE, SET_DEFAULT -> ahead;
                        };
            }
        }
        return ahead;
    }

    private long retakenAt(Referred key, Values value) {
        Long at = retaken.getOrDefault(key, Map.of()).get(value);
        return at != null ? at : earlier == null ? 0 : earlier.retakenAt(key, value);
    }

    /// What production has made of a row by itself, where the log tells the row as it was.
    ///
    /// @param before the row, or its row key
    Optional<Changed> acted(TableLayout layout, RowImage before) {
        if (!anyMoves() || !layout.followsParents()) {
            return Optional.empty();
        }
        long settledAt = settledAt(new Settled(layout.table().id(), layout.name(before)));
        List<String> columns = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        for (ForeignKey key : layout.table().foreignKeys()) {
            Optional<Move> move =
                    layout.pick(key.columns())
                            .values(before)
                            .flatMap(old ->
                                    move(new Referred(key.parent(), key.parentColumns()), old))
                            .filter(found -> found.at > settledAt);
            if (move.isEmpty()) {
                continue;
            }
            switch (key.onUpdate()) {
                case CASCADE -> {
                    columns.addAll(key.columns());
                    values.addAll(move.get().now.asList());
                }
                case SET_NULL ->
                        key.columns()
                                .forEach(column -> {
                                    columns.add(column);
                                    values.add(null);
                                });
                case REFUSE, SET_DEFAULT -> {}
            }
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Changed(columns, new Values(values.toArray(new @Nullable String[0]))));
    }

    /// What production did to a row by itself: these columns have these values now.
    record Changed(List<String> columns, Values values) {}

    /// Whether production changes or deletes rows by itself when rows of this table go or get another key.
    boolean actsOnChildrenOf(TableId table) {
        return acted.computeIfAbsent(
                table,
                parent ->
                        production.tables().values().stream()
                                .flatMap(child -> child.foreignKeys().stream())
                                .anyMatch(key -> key.parent().equals(parent) && acts(key)));
    }

    /// As [#actsOnChildrenOf], and events of the children tell it, later.
    boolean runsAheadOfChildrenOf(TableId table) {
        return !referred(table).isEmpty();
    }

    private boolean anyMoves() {
        return !moves.isEmpty() || (earlier != null && earlier.anyMoves());
    }

    private Optional<Move> move(Referred key, Values old) {
        Move move = moves.getOrDefault(key, Map.of()).get(old);
        return move != null || earlier == null ? Optional.ofNullable(move) : earlier.move(key, old);
    }

    private long settledAt(Settled row) {
        Long at = settled.get(row);
        return at != null ? at : earlier == null ? 0 : earlier.settledAt(row);
    }

    private List<Referred> referred(TableId parent) {
        return referred.computeIfAbsent(
                parent,
                wanted ->
                        production.tables().values().stream()
                                .map(Table::foreignKeys)
                                .flatMap(List::stream)
                                .filter(key -> key.parent().equals(wanted) && runsAhead(key))
                                .map(key -> new Referred(wanted, key.parentColumns()))
                                .distinct()
                                .toList());
    }

    static boolean acts(ForeignKey key) {
        return key.onDelete() != ForeignKey.Action.REFUSE
                || key.onUpdate() != ForeignKey.Action.REFUSE;
    }

    /// Whether production does by its own action what events of the children tell later.
    static boolean runsAhead(ForeignKey key) {
        return acts(key) && !key.byRow();
    }

    private static @Nullable RowImage before(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Update update -> update.before();
            case ChangeEvent.Delete delete -> delete.before();
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ -> null;
        };
    }

    private static @Nullable RowImage after(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Update update -> update.after();
            case ChangeEvent.Insert insert -> insert.after();
            case ChangeEvent.Delete _, ChangeEvent.Truncate _ -> null;
        };
    }
}
