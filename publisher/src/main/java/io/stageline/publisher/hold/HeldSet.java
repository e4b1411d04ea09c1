package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.database.Dialect;
import io.stageline.publisher.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The way out of the held set: which source transaction is next, what it holds, and its end.
public final class HeldSet {
    private static final int PIECE_ROWS = 5_000;
    private static final long PIECE_SIZE = 4L * 1024 * 1024;

    private final HeldLane lane;
    private final HeldStore store;
    private final Holds holds;
    private final HeldImages images = new HeldImages();

    HeldSet(HeldLane lane, HeldStore store, Holds holds) {
        this.lane = lane;
        this.store = store;
        this.holds = holds;
    }

    public Optional<HeldRow> find(Connection connection, Sequence sequence) throws SQLException {
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.FIND, sequence);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            var header =
                    new TransactionHeader(
                            sequence,
                            new Epoch(row.getLong(4)),
                            new TransactionId(row.getString(1)),
                            Dialect.of(connection).instant(row, 2).orElseThrow());
            long changes = row.getLong(6);
            var origin =
                    new Origin(
                            header,
                            SourcePosition.parse(row.getString(3)),
                            row.getLong(5) + 1,
                            changes);
            long conflictId = row.getLong(7);
            return Optional.of(
                    new HeldRow(
                            origin,
                            changes,
                            row.wasNull() ? OptionalLong.empty() : OptionalLong.of(conflictId)));
        }
    }

    /// The earliest held source transaction before it that it depends on.
    public Optional<Sequence> standsBefore(Connection connection, Sequence sequence)
            throws SQLException {
        try (PreparedStatement statement =
                lane.prepare(connection, HeldSql.of(connection).standsBefore(), sequence)) {
            return sequence(HeldLane.number(statement));
        }
    }

    /// How many are held because they depend on it.
    public long waitingFor(Connection connection, Sequence sequence) throws SQLException {
        try (PreparedStatement statement =
                lane.prepare(connection, HeldSql.COUNT_WAITING_FOR, sequence)) {
            return HeldLane.number(statement).orElse(0);
        }
    }

    /// To be told before followers are looked for; outside a transaction.
    public void manyAreAskedFor(Connection connection) throws SQLException {
        Holds.analyze(connection);
    }

    /// Those after `after` that wait for another one, in order, up to `most`.
    public List<Follower> followers(Connection connection, Sequence after, int most)
            throws SQLException {
        List<Follower> found = new ArrayList<>();
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.FOLLOWERS, after)) {
            statement.setInt(4, most);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new Follower(
                                    new Sequence(row.getLong(1)),
                                    row.getLong(2),
                                    new Sequence(row.getLong(3)),
                                    row.getBoolean(4)));
                }
            }
        }
        return found;
    }

    /// Those of `among` that depend on an earlier held one that is not among them; with the earliest one of these.
    public Map<Sequence, Sequence> standBefore(Connection connection, List<Sequence> among)
            throws SQLException {
        Map<Sequence, Sequence> earlier = new LinkedHashMap<>();
        try (PreparedStatement statement =
                        HeldSql.of(connection).standBefore(connection, lane, among);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                earlier.put(new Sequence(row.getLong(1)), new Sequence(row.getLong(2)));
            }
        }
        return earlier;
    }

    /// All changes of several, in order; fewer than all if they are too large to be held in memory together. Inside a
    /// production transaction.
    ///
    /// @return by source transaction, each whole; none if not even the first one fits
    public SequencedMap<Sequence, List<ChangeEvent>> changes(
            Connection connection, List<Sequence> sequences) throws SQLException {
        SequencedMap<Sequence, List<ChangeEvent>> changes = new LinkedHashMap<>();
        long size = 0;
        HeldSql sql = HeldSql.of(connection);
        try (PreparedStatement statement = lane.prepare(connection, sql.changesOfMany())) {
            ManyRows.of(sequences).bind(connection, statement, 3);
            statement.setFetchSize(sql.fetchRows());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (size > PIECE_SIZE) {
                        changes.pollLastEntry(); // there may be more of it
                        return changes;
                    }
                    changes.computeIfAbsent(new Sequence(row.getLong(7)), _ -> new ArrayList<>())
                            .add(change(row));
                    size += length(row.getString(5)) + length(row.getString(6));
                }
            }
        }
        return changes;
    }

    /// Some of the changes behind place `after`, in order; none when there are no more. Inside a production transaction no more
    /// is kept in memory than that.
    public List<ChangeEvent> changes(Connection connection, Sequence sequence, long after)
            throws SQLException {
        List<ChangeEvent> changes = new ArrayList<>();
        long size = 0;
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.CHANGES, sequence)) {
            statement.setLong(4, after);
            statement.setInt(5, PIECE_ROWS);
            statement.setFetchSize(HeldSql.of(connection).fetchRows());
            try (ResultSet row = statement.executeQuery()) {
                while (size < PIECE_SIZE && row.next()) {
                    changes.add(change(row));
                    size += length(row.getString(5)) + length(row.getString(6));
                }
            }
        }
        return changes;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /// The change at a place.
    public Optional<ChangeEvent> change(Connection connection, Sequence sequence, long ordinal)
            throws SQLException {
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.CHANGES, sequence)) {
            statement.setLong(4, ordinal - 1);
            statement.setInt(5, 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(change(row)) : Optional.empty();
            }
        }
    }

    private ChangeEvent change(ResultSet row) throws SQLException {
        var table = new TableId(row.getString(2), row.getString(3));
        @Nullable String before = row.getString(5);
        return switch (row.getString(4)) {
            case "insert" -> new ChangeEvent.Insert(table, image(row, 6));
            case "update" ->
                    new ChangeEvent.Update(
                            table, before == null ? null : images.read(before), image(row, 6));
            case "delete" -> new ChangeEvent.Delete(table, image(row, 5));
            case "truncate" -> new ChangeEvent.Truncate(table);
            default ->
                    throw new IllegalStateException("Unknown operation in stageline.held_change");
        };
    }

    private RowImage image(ResultSet row, int column) throws SQLException {
        return images.read(row.getString(column));
    }

    /// Takes them out of the held set, in the caller's production transaction.
    public void remove(Connection connection, List<Sequence> sequences) throws SQLException {
        for (String sql : HeldSql.of(connection).remove()) {
            try (PreparedStatement statement = lane.prepare(connection, sql)) {
                ManyRows.of(sequences).bind(connection, statement, 3);
                statement.executeUpdate();
            }
        }
        holds.removed(sequences.size());
    }

    /// It stays held, for this reason now, in the caller's production transaction.
    public void wait(Connection connection, Sequence sequence, Reason reason) throws SQLException {
        store.wait(connection, sequence, reason);
    }

    /// It stays held because of another earlier one.
    public void waitFor(Connection connection, Sequence sequence, Sequence earlier)
            throws SQLException {
        store.wait(connection, sequence, new Reason.DependsOn(earlier));
    }

    /// It touches this too, as production is now.
    public void touches(Connection connection, Sequence sequence, Footprint footprint)
            throws SQLException {
        store.keepFootprint(connection, sequence, footprint);
    }

    private static Optional<Sequence> sequence(OptionalLong number) {
        return number.isPresent()
                ? Optional.of(new Sequence(number.getAsLong()))
                : Optional.empty();
    }
}
