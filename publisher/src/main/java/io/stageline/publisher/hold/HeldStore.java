package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.publisher.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts into the held set, set by set.
final class HeldStore {
    private final HeldLane lane;

    /// Consecutive changes of one source transaction.
    record Piece(
            Sequence sequence, long firstOrdinal, List<ChangeEvent> changes, Footprint footprint) {}

    /// A source transaction whose changes are stored.
    record Kept(Origin origin, long changes, Reason reason) {}

    private record Numbered(Sequence sequence, long ordinal, ChangeEvent change) {}

    private record Touched(long token, boolean writes, Sequence sequence) {}

    HeldStore(HeldLane lane) {
        this.lane = lane;
    }

    void keepPieces(Connection connection, List<Piece> pieces) throws SQLException {
        List<Numbered> changes = new ArrayList<>();
        for (Piece piece : pieces) {
            long ordinal = piece.firstOrdinal;
            for (ChangeEvent change : piece.changes) {
                changes.add(new Numbered(piece.sequence, ordinal++, change));
            }
        }
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.KEEP_CHANGES)) {
            var arrays = new Arrays<>(connection, statement, changes);
            arrays.add("int8", it -> it.sequence.value());
            arrays.add("int8", Numbered::ordinal);
            arrays.add("text", it -> it.change.table().schema());
            arrays.add("text", it -> it.change.table().table());
            arrays.add("text", it -> operation(it.change));
            arrays.add("text", it -> HeldImages.write(before(it.change)));
            arrays.add("text", it -> HeldImages.write(after(it.change)));
            statement.executeUpdate();
        }
        keepFootprints(connection, pieces);
    }

    void keepFootprint(Connection connection, Sequence sequence, Footprint footprint)
            throws SQLException {
        keepFootprints(connection, List.of(new Piece(sequence, 1, List.of(), footprint)));
    }

    private void keepFootprints(Connection connection, List<Piece> pieces) throws SQLException {
        List<Touched> touched = new ArrayList<>();
        for (Piece piece : pieces) {
            piece.footprint
                    .tokens()
                    .forEach((token, writes) ->
                            touched.add(new Touched(token, writes, piece.sequence)));
        }
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.KEEP_FOOTPRINT)) {
            var arrays = new Arrays<>(connection, statement, touched);
            arrays.add("int8", Touched::token);
            arrays.add("bool", Touched::writes);
            arrays.add("int8", it -> it.sequence.value());
            statement.executeUpdate();
        }
    }

    void keepTransactions(Connection connection, List<Kept> transactions) throws SQLException {
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.KEEP_TRANSACTIONS)) {
            var arrays = new Arrays<>(connection, statement, transactions);
            arrays.add("int8", it -> it.origin.header().sequence().value());
            arrays.add("text", it -> it.origin.header().id().value());
            arrays.add("text", it -> it.origin.header().committedAt().toString());
            arrays.add("text", it -> it.origin.position().text());
            arrays.add("int8", it -> it.origin.header().epoch().value());
            arrays.add("int8", it -> it.origin.topicOffset());
            arrays.add("int8", Kept::changes);
            arrays.add("text", it -> cause(it.reason));
            arrays.add("int8", it -> dependsOn(it.reason));
            arrays.add("int8", it -> conflictId(it.reason));
            arrays.add("text", it -> it.reason.sentence());
            statement.executeUpdate();
        }
    }

    void wait(Connection connection, Sequence sequence, Reason reason) throws SQLException {
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.WAIT, sequence)) {
            statement.setString(4, cause(reason));
            statement.setObject(5, dependsOn(reason));
            statement.setObject(6, conflictId(reason));
            statement.setString(7, reason.sentence());
            statement.executeUpdate();
        }
    }

    private static String cause(Reason reason) {
        return switch (reason) {
            case Reason.Contradicted _ -> "conflict";
            case Reason.DependsOn _ -> "dependency";
        };
    }

    private static @Nullable Long dependsOn(Reason reason) {
        return switch (reason) {
            case Reason.Contradicted _ -> null;
            case Reason.DependsOn dependsOn -> dependsOn.earlier().value();
        };
    }

    private static @Nullable Long conflictId(Reason reason) {
        return switch (reason) {
            case Reason.Contradicted contradicted -> contradicted.id();
            case Reason.DependsOn _ -> null;
        };
    }

    private static String operation(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Insert _ -> "insert";
            case ChangeEvent.Update _ -> "update";
            case ChangeEvent.Delete _ -> "delete";
            case ChangeEvent.Truncate _ -> "truncate";
        };
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
            case ChangeEvent.Insert insert -> insert.after();
            case ChangeEvent.Update update -> update.after();
            case ChangeEvent.Delete _, ChangeEvent.Truncate _ -> null;
        };
    }

    /// Binds one array a column of the rows, behind pipeline and lane.
    private static final class Arrays<T> {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<T> rows;
        private int next = 3;

        private Arrays(Connection connection, PreparedStatement statement, List<T> rows) {
            this.connection = connection;
            this.statement = statement;
            this.rows = rows;
        }

        private void add(String type, Function<T, @Nullable Object> value) throws SQLException {
            @Nullable Object[] values = rows.stream().map(value).toArray();
            statement.setArray(next++, connection.createArrayOf(type, values));
        }
    }
}
