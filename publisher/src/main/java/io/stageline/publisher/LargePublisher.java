package io.stageline.publisher;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.conflict.Conflict;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.publisher.Progress.Ending;
import io.stageline.publisher.consume.Delivery;
import io.stageline.publisher.hold.Footprint;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.hold.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// Publishes a source transaction that is too large for memory: its pieces go through one production transaction. If it has
/// to be held, that is known only after pieces were written; it is then read once more, into the held set.
final class LargePublisher {
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final ProductionSession session;
    private final Holds holds;
    private final Passage passage;
    private final Arbiter arbiter;
    private final BooleanSupplier stopAsked;

    /// Why a large source transaction is to be held.
    sealed interface Cause {
        record Contradicted(Conflict conflict) implements Cause {}

        record Meets(Sequence earlier) implements Cause {}
    }

    /// What for a large source transaction is read a second time.
    sealed interface Again {
        record Hold(Cause cause) implements Again {}

        /// A constraint that waits to the end refused it: which change is guilty?
        record Check(Rejected cause) implements Again {}
    }

    /// What streaming came to.
    sealed interface Result {
        record Ended(Progress progress) implements Result {}

        /// Nothing was written: it is to be read again from its beginning.
        record ToBeReadAgain(Again again) implements Result {}
    }

    LargePublisher(
            ProductionSession session,
            Holds holds,
            Passage passage,
            Arbiter arbiter,
            BooleanSupplier stopAsked) {
        this.session = session;
        this.holds = holds;
        this.passage = passage;
        this.arbiter = arbiter;
        this.stopAsked = stopAsked;
    }

    static Origin origin(Delivery.LargeBegin begin) {
        return new Origin(
                begin.header(), begin.position(), begin.nextTopicOffset(), begin.changes());
    }

    /// @param checkedAtOnce what refused it at its end when it was written before
    Result publish(
            PlannedFeed feed, Checkpoint from, Origin origin, Optional<Rejected> checkedAtOnce)
            throws SQLException, InterruptedException {
        session.refresh();
        var settlement = new Settlement(arbiter, passage.conflicts(), OptionalLong.empty());
        var attempt = new CarefulAttempt(session, origin, settlement);
        CarefulWriter writer = attempt.begin(checkedAtOnce);
        Optional<Conflict> conflict = Optional.empty();
        for (var piece = nextPiece(feed); piece.isPresent(); piece = nextPiece(feed)) {
            if (stopAsked.getAsBoolean()) {
                session.rollBack(); // begun again at the next start
                return new Result.Ended(Progress.none(from, new Ending.Complete()));
            }
            Optional<Sequence> met = met(piece.get());
            if (met.isPresent()) {
                session.rollBack();
                return new Result.ToBeReadAgain(new Again.Hold(new Cause.Meets(met.get())));
            }
            conflict = writer.write(piece.get().firstOrdinal(), piece.get().events());
            if (conflict.isPresent()) {
                break;
            }
        }
        return conclude(from, from.after(origin), attempt.conclude(writer, conflict));
    }

    private Result conclude(Checkpoint from, Checkpoint to, CarefulAttempt.Once result)
            throws SQLException {
        return switch (result) {
            case CarefulAttempt.Result.Written written ->
                    new Result.Ended(
                            passage.commit(from, to)
                                    ? Progress.written(to, written.tally())
                                    : Progress.none(from, new Ending.Fenced()));
            case CarefulAttempt.RefusedLate late ->
                    new Result.ToBeReadAgain(new Again.Check(late.cause()));
            case CarefulAttempt.Result.Contradicted contradicted ->
                    switch (arbiter.decide(contradicted.conflict())) {
                        case HALT -> new Result.Ended(passage.halt(from, contradicted.conflict()));
                        case HOLD, APPLY_REMOTE, KEEP_LOCAL ->
                                new Result.ToBeReadAgain(
                                        new Again.Hold(
                                                new Cause.Contradicted(contradicted.conflict())));
                    };
        };
    }

    private Optional<Sequence> met(Delivery.LargePiece piece) throws SQLException {
        return holds.any() ? holds.met(session.connection(), footprint(piece)) : Optional.empty();
    }

    private Footprint footprint(Delivery.LargePiece piece) throws SQLException {
        return holds.footprint(session.connection(), session.catalogue(), piece.events());
    }

    /// Puts it into the held set, piece by piece.
    Progress hold(PlannedFeed feed, Checkpoint from, Origin origin, Cause cause)
            throws SQLException, InterruptedException {
        session.begin();
        Sequence sequence = origin.header().sequence();
        long changes = 0;
        for (var piece = nextPiece(feed); piece.isPresent(); piece = nextPiece(feed)) {
            if (stopAsked.getAsBoolean()) {
                session.rollBack();
                return Progress.none(from, new Ending.Complete());
            }
            holds.keepPiece(
                    session.connection(),
                    sequence,
                    piece.get().firstOrdinal(),
                    piece.get().events(),
                    footprint(piece.get()));
            changes += piece.get().events().size();
        }
        Reason reason =
                switch (cause) {
                    case Cause.Contradicted contradicted -> {
                        keepTable(sequence, changes, contradicted.conflict());
                        yield passage.record(contradicted.conflict());
                    }
                    case Cause.Meets meets -> new Reason.DependsOn(meets.earlier());
                };
        holds.keepLarge(session.connection(), origin, changes, reason);
        Checkpoint to = from.after(origin);
        return passage.commit(from, to)
                ? Progress.none(to, new Ending.Complete())
                : Progress.none(from, new Ending.Fenced());
    }

    private void keepTable(Sequence sequence, long changes, Conflict conflict) throws SQLException {
        var footprint = holds.footprint(session.connection(), session.catalogue(), List.of());
        Passage.tableOf(conflict).ifPresent(table -> holds.addWhole(footprint, table));
        holds.keepPiece(session.connection(), sequence, changes + 1, List.of(), footprint);
    }

    private static Optional<Delivery.LargePiece> nextPiece(PlannedFeed feed)
            throws InterruptedException {
        Delivery delivery =
                feed.next(STALLED, 1)
                        .map(PlannedFeed.Next::delivery)
                        .orElseThrow(() ->
                                new ChangeLogException(
                                        "Kafka stalled inside a large source transaction"));
        return switch (delivery) {
            case Delivery.LargePiece piece -> Optional.of(piece);
            case Delivery.LargeEnd _ -> Optional.empty();
            case Delivery.Batch _, Delivery.LargeBegin _, Delivery.Broken _ ->
                    throw new IllegalStateException(
                            "A large source transaction was handed out without its end");
        };
    }
}
