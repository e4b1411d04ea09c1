package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.publisher.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts into the held set, set by set.
final class HeldStore {
    /// Of the images in one statement, about: MySQL takes no more than `max_allowed_packet`, quotes and all, and a driver makes several copies.
    private static final long STATEMENT_SIZE = 1024L * 1024;

    private static final int STATEMENT_TOKENS = 20_000;

    private final HeldLane lane;

    /// Consecutive changes of one source transaction.
    record Piece(
            Sequence sequence, long firstOrdinal, List<ChangeEvent> changes, Footprint footprint) {}

    /// A source transaction whose changes are stored.
    record Kept(Origin origin, long changes, Reason reason) {}

    /// As it stands in production.
    private record Stored(
            Sequence sequence,
            long ordinal,
            TableId table,
            String operation,
            @Nullable String before,
            @Nullable String after) {
        private static Stored of(Sequence sequence, long ordinal, ChangeEvent change) {
            return new Stored(
                    sequence,
                    ordinal,
                    change.table(),
                    HeldStore.operation(change),
                    HeldImages.write(HeldStore.before(change)),
                    HeldImages.write(HeldStore.after(change)));
        }

        private long size() {
            return (before == null ? 0L : before.length()) + (after == null ? 0 : after.length());
        }
    }

    private record Touched(long token, boolean writes, Sequence sequence) {
        private static Stream<Touched> of(Piece piece) {
            return piece.footprint.tokens().entrySet().stream()
                    .map(it -> new Touched(it.getKey(), it.getValue(), piece.sequence));
        }
    }

    HeldStore(HeldLane lane) {
        this.lane = lane;
    }

    void keepPieces(Connection connection, List<Piece> pieces) throws SQLException {
        List<Stored> next = new ArrayList<>();
        long size = 0;
        for (Piece piece : pieces) {
            long ordinal = piece.firstOrdinal;
            for (ChangeEvent change : piece.changes) {
                Stored stored = Stored.of(piece.sequence, ordinal++, change);
                next.add(stored);
                size += stored.size();
                if (size > STATEMENT_SIZE) {
                    keepChanges(connection, next);
                    next.clear();
                    size = 0;
                }
            }
        }
        keepChanges(connection, next);
        keepFootprints(connection, pieces);
    }

    private void keepChanges(Connection connection, List<Stored> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                lane.prepare(connection, HeldSql.of(connection).keepChanges())) {
            new ManyRows<>(changes)
                    .number(it -> it.sequence.value())
                    .number(Stored::ordinal)
                    .text(it -> it.table.schema())
                    .text(it -> it.table.table())
                    .text(Stored::operation)
                    .text(Stored::before)
                    .text(Stored::after)
                    .bind(connection, statement, 3);
            statement.executeUpdate();
        }
    }

    void keepFootprint(Connection connection, Sequence sequence, Footprint footprint)
            throws SQLException {
        keepFootprints(connection, List.of(new Piece(sequence, 1, List.of(), footprint)));
    }

    private void keepFootprints(Connection connection, List<Piece> pieces) throws SQLException {
        try (PreparedStatement statement =
                lane.prepare(connection, HeldSql.of(connection).keepFootprint())) {
            Iterator<List<Touched>> sets =
                    pieces.stream()
                            .flatMap(Touched::of)
                            .gather(Gatherers.windowFixed(STATEMENT_TOKENS))
                            .iterator();
            while (sets.hasNext()) {
                new ManyRows<>(sets.next())
                        .number(Touched::token)
                        .flag(Touched::writes)
                        .number(it -> it.sequence.value())
                        .bind(connection, statement, 3);
                statement.executeUpdate();
            }
        }
    }

    void keepTransactions(Connection connection, List<Kept> transactions) throws SQLException {
        try (PreparedStatement statement =
                lane.prepare(connection, HeldSql.of(connection).keepTransactions())) {
            new ManyRows<>(transactions)
                    .number(it -> it.origin.header().sequence().value())
                    .text(it -> it.origin.header().id().value())
                    .text(it -> it.origin.header().committedAt().toString())
                    .text(it -> it.origin.position().text())
                    .number(it -> it.origin.header().epoch().value())
                    .number(it -> it.origin.topicOffset())
                    .number(Kept::changes)
                    .text(it -> cause(it.reason))
                    .number(it -> dependsOn(it.reason))
                    .number(it -> conflictId(it.reason))
                    .text(it -> it.reason.sentence())
                    .bind(connection, statement, 3);
            statement.executeUpdate();
        }
    }

    void wait(Connection connection, Sequence sequence, Reason reason) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HeldSql.WAIT)) {
            statement.setString(1, cause(reason));
            statement.setObject(2, dependsOn(reason));
            statement.setObject(3, conflictId(reason));
            statement.setString(4, reason.sentence());
            statement.setLong(lane.bind(statement, 5), sequence.value());
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
}
