package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Dialect;
import io.stageline.publisher.Holding;
import io.stageline.publisher.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The held set of one lane: parts what comes from the change log by it, puts into it, and keeps count. What is held stands in
/// production only; while nothing is, nothing is asked there. Lives as long as one connection; owned by its thread.
public final class Holds {
    private static final long FEW_TOKENS = 250;

    private final HeldLane lane;
    private final HeldStore store;
    private Holding holding;
    private long uncommitted;
    private long tokens;
    private long analyzed = FEW_TOKENS;

    private record Touch(long token, boolean writes, int place) {}

    private Holds(HeldLane lane, Holding holding) {
        this.lane = lane;
        this.store = new HeldStore(lane);
        this.holding = holding;
    }

    /// @param connection of production, of the reign that alone changes the held set
    public static Holds open(Connection connection, String pipeline, int lane) throws SQLException {
        var of = new HeldLane(pipeline, lane);
        try (PreparedStatement statement = of.prepare(connection, HeldSql.COUNT)) {
            long count = HeldLane.number(statement).orElse(0);
            return new Holds(of, new Holding(count, since(connection, of)));
        }
    }

    /// What comes out of the held set again.
    public HeldSet held() {
        return new HeldSet(lane, store, this);
    }

    public Holding holding() {
        return holding;
    }

    public boolean any() {
        return holding.any();
    }

    /// Parts source transactions, which follow each other in the lane, by what is held: a later one that meets one of them
    /// that must wait waits too.
    public Split split(
            Connection connection, Catalogue production, List<SourceTransaction> transactions)
            throws SQLException {
        if (!any()) {
            return new Split(transactions, List.of());
        }
        List<Footprint> footprints = footprints(connection, production, transactions);
        Map<Integer, Sequence> held = meetings(connection, footprints);
        var here = new Meetings();
        List<SourceTransaction> flowing = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < transactions.size(); i++) {
            SourceTransaction transaction = transactions.get(i);
            Footprint footprint = footprints.get(i);
            Optional<Sequence> met =
                    Optional.ofNullable(held.get(i)).or(() -> here.earliest(footprint));
            if (met.isEmpty()) {
                flowing.add(transaction);
                continue;
            }
            here.add(transaction.sequence(), footprint);
            waiting.add(new Waiting(transaction, footprint, new Reason.DependsOn(met.get())));
        }
        return new Split(flowing, waiting);
    }

    /// What changes touch, seen against production as it is now: to be asked before they are written.
    public Footprint footprint(
            Connection connection, Catalogue production, List<ChangeEvent> changes)
            throws SQLException {
        Spelling spelling = Spelling.of(connection);
        var footprints = new Footprints(production, spelling);
        new PresentRows(connection, footprints, spelling).readFor(changes);
        return footprints.of(changes);
    }

    /// Adds a table as a whole: nothing is to be done to it before what the footprint stands for.
    public void addWhole(Footprint footprint, TableId table) {
        footprint.writes(Token.of(Token.Kind.TABLE, table, List.of()));
    }

    /// The earliest held source transaction that is met.
    public Optional<Sequence> met(Connection connection, Footprint footprint) throws SQLException {
        return any()
                ? Optional.ofNullable(meetings(connection, List.of(footprint)).get(0))
                : Optional.empty();
    }

    /// Puts source transactions into the held set, in the caller's production transaction.
    public void keep(Connection connection, List<Waiting> waiting) throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        store.keepPieces(
                connection,
                waiting.stream()
                        .map(it ->
                                new HeldStore.Piece(
                                        it.transaction().sequence(),
                                        1,
                                        it.transaction().events(),
                                        it.footprint()))
                        .toList());
        store.keepTransactions(
                connection,
                waiting.stream()
                        .map(it ->
                                new HeldStore.Kept(
                                        Origin.of(it.transaction()),
                                        it.transaction().events().size(),
                                        it.reason()))
                        .toList());
        uncommitted += waiting.size();
        waiting.forEach(it -> tokens += it.footprint().tokens().size());
    }

    /// Puts the next changes of a large source transaction into the held set; [#keepLarge] closes it.
    public void keepPiece(
            Connection connection,
            Sequence sequence,
            long firstOrdinal,
            List<ChangeEvent> changes,
            Footprint footprint)
            throws SQLException {
        store.keepPieces(
                connection,
                List.of(new HeldStore.Piece(sequence, firstOrdinal, changes, footprint)));
        tokens += footprint.tokens().size();
    }

    /// @param changes how many there were
    public void keepLarge(Connection connection, Origin origin, long changes, Reason reason)
            throws SQLException {
        store.keepTransactions(connection, List.of(new HeldStore.Kept(origin, changes, reason)));
        uncommitted++;
    }

    void removed(int transactions) {
        uncommitted -= transactions;
    }

    /// To be told after each commit that put something in or took something out; outside a transaction.
    public void committed(Connection connection) throws SQLException {
        if (uncommitted == 0) {
            return;
        }
        holding = new Holding(holding.transactions() + uncommitted, since(connection, lane));
        uncommitted = 0;
        if (tokens > 4 * analyzed) {
            analyzed = tokens;
            analyze(connection);
        }
    }

    /// Tells production's planner how much is held; outside a transaction.
    static void analyze(Connection connection) throws SQLException {
        Optional<String> analyze = HeldSql.of(connection).analyze();
        if (analyze.isPresent()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(analyze.get());
            }
        }
    }

    /// To be told when the production transaction was rolled back.
    public void rolledBack() {
        uncommitted = 0;
    }

    private static List<Footprint> footprints(
            Connection connection, Catalogue production, List<SourceTransaction> transactions)
            throws SQLException {
        Spelling spelling = Spelling.of(connection);
        var footprints = new Footprints(production, spelling);
        new PresentRows(connection, footprints, spelling)
                .readFor(transactions.stream().flatMap(it -> it.events().stream()).toList());
        return transactions.stream().map(it -> footprints.of(it.events())).toList();
    }

    private Map<Integer, Sequence> meetings(Connection connection, List<Footprint> footprints)
            throws SQLException {
        List<Touch> touches = new ArrayList<>();
        for (int place = 0; place < footprints.size(); place++) {
            for (Map.Entry<Long, Boolean> token : footprints.get(place).tokens().entrySet()) {
                touches.add(new Touch(token.getKey(), token.getValue(), place));
            }
        }
        Map<Integer, Sequence> meetings = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement(HeldSql.of(connection).meetings())) {
            int next =
                    new ManyRows<>(touches)
                            .number(Touch::token)
                            .flag(Touch::writes)
                            .number(Touch::place)
                            .bind(connection, statement, 1);
            lane.bind(statement, lane.bind(statement, next));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    meetings.put(row.getInt(1), new Sequence(row.getLong(2)));
                }
            }
        }
        return meetings;
    }

    private static Optional<Instant> since(Connection connection, HeldLane lane)
            throws SQLException {
        try (PreparedStatement statement = lane.prepare(connection, HeldSql.SINCE);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Dialect.of(connection).instant(row, 1) : Optional.empty();
        }
    }
}
