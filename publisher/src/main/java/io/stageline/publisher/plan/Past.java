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
/// follows its parent there at once, while staging's log tells of it later, by an event of the child. Until that event
/// came, the child's before image is no longer what production has.
///
/// Owned by the thread that plans and writes.
public final class Past {
    private final Catalogue production;
    private final @Nullable Past earlier;
    private final Set<TableId> disturbed = new HashSet<>();
    private final Map<Referred, Map<Values, Move>> moves = new HashMap<>();
    private final Map<Settled, Long> settled = new HashMap<>();
    private final Map<TableId, List<Referred>> referred = new HashMap<>();
    private long time;

    /// Columns of a table that children with foreign-key actions refer to.
    private record Referred(TableId parent, List<String> columns) {}

    /// A parent's key that is no more.
    ///
    /// @param now the key it became; null if the parent went
    private record Move(long at, @Nullable Values now) {}

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
        if (before != null) {
            for (Referred key : referred(change.table())) {
                Pick pick = layout.pick(key.columns);
                Optional<Values> old = pick.values(before);
                @Nullable Values now =
                        after == null ? null : pick.values(after).or(() -> old).orElse(null);
                if (old.isPresent() && !old.get().equals(now)) {
                    moves.computeIfAbsent(key, _ -> new HashMap<>())
                            .put(old.get(), new Move(time, now));
                }
            }
        }
        if (after != null && anyMoves() && layout.followsParents()) {
            settled.put(new Settled(change.table(), layout.name(after)), time);
        }
    }

    /// What production has made of a row by itself, where the log tells the row as it was.
    ///
    /// @param before the row, or its row key
    Optional<Acted> acted(TableLayout layout, RowImage before) {
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
            @Nullable Values now = move.get().now;
            switch (now == null ? key.onDelete() : key.onUpdate()) {
                case CASCADE -> {
                    if (now == null) {
                        return Optional.of(new Acted.Deleted());
                    }
                    columns.addAll(key.columns());
                    values.addAll(now.asList());
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
                        new Acted.Changed(
                                columns, new Values(values.toArray(new @Nullable String[0]))));
    }

    /// What production did to a row by itself.
    sealed interface Acted {
        /// ON DELETE CASCADE
        record Deleted() implements Acted {}

        /// these columns have these values now
        record Changed(List<String> columns, Values values) implements Acted {}
    }

    /// Whether production changes or deletes rows by itself when rows of this table go or get another key.
    boolean actsOnChildrenOf(TableId table) {
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
                                .filter(key -> key.parent().equals(wanted) && acts(key))
                                .map(key -> new Referred(wanted, key.parentColumns()))
                                .distinct()
                                .toList());
    }

    static boolean acts(ForeignKey key) {
        return key.onDelete() != ForeignKey.Action.REFUSE
                || key.onUpdate() != ForeignKey.Action.REFUSE;
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
