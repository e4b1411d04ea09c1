package io.stageline.publisher;

import io.stageline.changelog.Sequence;
import io.stageline.conflict.Conflict;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.publisher.Progress.Ending;
import io.stageline.publisher.consume.Delivery;
import io.stageline.publisher.fence.Admission;
import io.stageline.publisher.fence.Fence;
import io.stageline.publisher.hold.Footprint;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.hold.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// Publishes a source transaction that is too large for memory: its pieces go through one production transaction, which is begun
/// while capture still writes it and committed when its END is there (decision 11). If it has to be held, that is known only after
/// pieces were written; it is then read once more, into the held set.
final class LargePublisher {
    /// So long production's locks are kept for a next piece.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

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

        /// Nothing was written: it is to be read again from its beginning when its END is there.
        record Waits() implements Result {}

        /// Nothing was written: capture will write it once more.
        record Discarded() implements Result {}

        /// Nothing was written: it does not follow what production has.
        record Refused(String message) implements Result {}
    }

    private interface Ended {
        Result at(Origin origin) throws SQLException;
    }

    private interface Taken {
        Optional<Result> piece(Delivery.LargePiece piece) throws SQLException;
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

    /// @param checkedAtOnce what refused it at its end when it was written before
    Result publish(
            PlannedFeed feed,
            Checkpoint from,
            Beginning beginning,
            Optional<Rejected> checkedAtOnce)
            throws SQLException, InterruptedException {
        session.refresh();
        var settlement = new Settlement(arbiter, passage.conflicts(), OptionalLong.empty());
        var attempt = new CarefulAttempt(session, beginning, settlement);
        CarefulWriter writer = attempt.begin(checkedAtOnce);
        return follow(
                feed,
                from,
                piece -> {
                    Optional<Sequence> met = met(piece);
                    if (met.isPresent()) {
                        passage.rollBack();
                        return Optional.of(held(new Cause.Meets(met.get())));
                    }
                    Optional<Conflict> conflict =
                            writer.write(piece.firstOrdinal(), piece.events());
                    if (conflict.isPresent()) {
                        passage.rollBack();
                        return Optional.of(contradicted(from, conflict.get()));
                    }
                    return Optional.empty();
                },
                origin ->
                        conclude(
                                from,
                                from.after(origin),
                                attempt.conclude(writer, Optional.empty())));
    }

    /// Takes piece by piece, until one ends it or its END came.
    private Result follow(PlannedFeed feed, Checkpoint from, Taken taken, Ended ended)
            throws SQLException, InterruptedException {
        while (true) {
            Optional<Delivery> next = feed.next(PATIENCE, 1).map(PlannedFeed.Next::delivery);
            if (stopAsked.getAsBoolean()) {
                passage.rollBack(); // begun again at the next start
                return new Result.Ended(Progress.none(from, new Ending.Complete()));
            }
            if (next.isEmpty()) {
                passage.rollBack();
                return new Result.Waits();
            }
            switch (next.get()) {
                case Delivery.LargePiece piece -> {
                    Optional<Result> result = taken.piece(piece);
                    if (result.isPresent()) {
                        return result.get();
                    }
                }
                case Delivery.LargeEnd(Origin origin) -> {
                    if (Fence.admit(from, origin.header().sequence(), origin.position())
                            instanceof Admission.Refused refused) {
                        passage.rollBack();
                        return new Result.Refused(refused.message());
                    }
                    return ended.at(origin);
                }
                case Delivery.LargeDiscarded _ -> {
                    passage.rollBack();
                    return new Result.Discarded();
                }
                case Delivery.Batch _, Delivery.LargeBegin _, Delivery.Broken _ ->
                        throw new IllegalStateException(
                                "A large source transaction was handed out without its end");
            }
        }
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
                    contradicted(from, contradicted.conflict());
        };
    }

    private Result contradicted(Checkpoint from, Conflict conflict) throws SQLException {
        return switch (arbiter.decide(conflict)) {
            case HALT -> new Result.Ended(passage.halt(from, conflict));
            case HOLD, APPLY_REMOTE, KEEP_LOCAL -> held(new Cause.Contradicted(conflict));
        };
    }

    private static Result held(Cause cause) {
        return new Result.ToBeReadAgain(new Again.Hold(cause));
    }

    private Optional<Sequence> met(Delivery.LargePiece piece) throws SQLException {
        return holds.any() ? holds.met(session.connection(), footprint(piece)) : Optional.empty();
    }

    private Footprint footprint(Delivery.LargePiece piece) throws SQLException {
        return holds.footprint(session.connection(), session.catalogue(), piece.events());
    }

    /// Puts it into the held set, piece by piece.
    Result hold(PlannedFeed feed, Checkpoint from, Sequence sequence, Cause cause)
            throws SQLException, InterruptedException {
        session.begin();
        return follow(
                feed,
                from,
                piece -> {
                    holds.keepPiece(
                            session.connection(),
                            sequence,
                            piece.firstOrdinal(),
                            piece.events(),
                            footprint(piece));
                    return Optional.empty();
                },
                origin -> new Result.Ended(kept(from, origin, cause)));
    }

    private Progress kept(Checkpoint from, Origin origin, Cause cause) throws SQLException {
        Reason reason =
                switch (cause) {
                    case Cause.Contradicted contradicted -> {
                        keepTable(
                                origin.header().sequence(),
                                origin.changes(),
                                contradicted.conflict());
                        yield passage.record(contradicted.conflict());
                    }
                    case Cause.Meets meets -> new Reason.DependsOn(meets.earlier());
                };
        holds.keepLarge(session.connection(), origin, origin.changes(), reason);
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
}
