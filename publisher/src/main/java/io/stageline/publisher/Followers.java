package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Sequence;
import io.stageline.publisher.hold.Follower;
import io.stageline.publisher.hold.HeldRow;
import io.stageline.publisher.hold.HeldSet;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.target.Outcome;
import io.stageline.publisher.target.Parcel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/// Lets held source transactions follow those they waited for, in order: as many at once in one production transaction as
/// production takes; where it refuses, fewer and fewer, down to the one in conflict. What is still to follow is told by
/// production alone, so that a crash in between changes nothing. Owned by the publisher's thread.
final class Followers {
    private static final int MOST = 1000;
    private static final int MOST_ROWS = 5_000;
    private static final PublishStatus.Done NOTHING = new PublishStatus.Done(0, 0, 0);

    private final ProductionSession session;
    private final Holds holds;
    private final HeldSet held;
    private final Passage passage;
    private final Arbiter rules;
    private final Consumer<PublishStatus.Done> released;
    private final BatchPlans plans = new BatchPlans();
    private Optional<Sequence> place = Optional.of(Sequence.NONE);
    private int most = MOST;
    private boolean begun;

    /// @param released is told what was written, when it is committed
    Followers(
            ProductionSession session,
            Holds holds,
            Passage passage,
            Arbiter rules,
            Consumer<PublishStatus.Done> released) {
        this.session = session;
        this.holds = holds;
        this.held = holds.held();
        this.passage = passage;
        this.rules = rules;
        this.released = released;
    }

    /// Whether some may be still to follow.
    boolean unfinished() {
        return place.isPresent();
    }

    /// What waited for this one may follow.
    void from(Sequence sequence) {
        place = Optional.of(sequence);
        begun = false;
    }

    /// Lets the next ones follow.
    ///
    /// @return false if the reign is over
    boolean follow() throws SQLException {
        if (!begun && holds.any()) {
            held.manyAreAskedFor(session.connection());
            begun = true;
        }
        List<Follower> found =
                place.isPresent() && holds.any()
                        ? held.followers(session.connection(), place.get(), MOST)
                        : List.of();
        if (found.isEmpty()) {
            place = Optional.empty();
            return true;
        }
        List<Sequence> next = next(found);
        if (next.isEmpty()) {
            place = Optional.of(found.getLast().sequence());
            return true;
        }
        return next.size() == 1 ? followAlone(next.getFirst()) : followTogether(next);
    }

    /// Those that wait for nothing but what is not held any more, or goes with them.
    private List<Sequence> next(List<Follower> found) {
        List<Sequence> next = new ArrayList<>();
        Set<Sequence> going = new HashSet<>();
        long rows = 0;
        for (Follower follower : found) {
            if (!follower.freed() && !going.contains(follower.dependsOn())) {
                continue;
            }
            rows += follower.changes();
            if (next.size() == most || (rows > MOST_ROWS && !next.isEmpty())) {
                break;
            }
            next.add(follower.sequence());
            going.add(follower.sequence());
        }
        return next;
    }

    private boolean followTogether(List<Sequence> next) throws SQLException {
        List<Sequence> going = new ArrayList<>(next);
        Map<Sequence, Sequence> waiting = new LinkedHashMap<>();
        for (Map<Sequence, Sequence> met = earlier(going); !met.isEmpty(); met = earlier(going)) {
            waiting.putAll(met);
            going.removeAll(met.keySet()); // and what depends on these: asked again
        }
        session.begin();
        SequencedMap<Sequence, List<ChangeEvent>> changes =
                held.changes(session.connection(), going);
        if (changes.isEmpty() && !going.isEmpty()) {
            session.rollBack();
            return refused(1);
        }
        List<Sequence> written = List.copyOf(changes.sequencedKeySet());
        OptionalLong rows =
                written(changes.sequencedValues().stream().flatMap(List::stream).toList());
        if (rows.isEmpty()) {
            return refused(written.size() / 2);
        }
        if (!written.isEmpty()) {
            held.remove(session.connection(), written);
        }
        for (Map.Entry<Sequence, Sequence> one : waiting.entrySet()) {
            held.waitFor(session.connection(), one.getKey(), one.getValue());
        }
        Sequence reached = written.size() < going.size() ? written.getLast() : next.getLast();
        return followed(reached, new PublishStatus.Done(rows.getAsLong(), written.size(), 0));
    }

    private Map<Sequence, Sequence> earlier(List<Sequence> going) throws SQLException {
        return going.isEmpty() ? Map.of() : held.standBefore(session.connection(), going);
    }

    /// Nothing was written: fewer are tried from the same place on.
    private boolean refused(int fewer) {
        most = Math.max(1, fewer);
        return true;
    }

    /// Commits, and tries more the next time.
    private boolean followed(Sequence last, PublishStatus.Done done) throws SQLException {
        if (!passage.commitWithoutMoving()) {
            return false;
        }
        released.accept(done);
        place = Optional.of(last);
        most = Math.min(MOST, most * 2);
        return true;
    }

    /// Net effects, or the original order; in the open production transaction, which is rolled back if production takes
    /// neither.
    ///
    /// @return how many rows
    private OptionalLong written(List<ChangeEvent> changes) throws SQLException {
        BatchPlanner planner = session.batchPlanner();
        Planned first = planner.netEffects(changes, planner.planner().noOldRows(), true);
        if (written(first)) {
            return OptionalLong.of(first.rows());
        }
        Planned second = plans.second(planner, session.target(), changes);
        session.begin();
        if (written(second)) {
            return OptionalLong.of(second.rows());
        }
        Planned original = planner.original(changes);
        session.begin();
        return written(original) ? OptionalLong.of(original.rows()) : OptionalLong.empty();
    }

    private boolean written(Planned planned) throws SQLException {
        boolean written = !planned.mismatch();
        for (Parcel parcel : planned.parcels()) {
            written = written && session.target().write(parcel) instanceof Outcome.Written;
        }
        written = written && session.target().checkConstraints() instanceof Outcome.Written;
        if (!written) {
            session.rollBack();
        }
        return written;
    }

    private boolean followAlone(Sequence next) throws SQLException {
        Optional<Sequence> earlier = held.standsBefore(session.connection(), next);
        if (earlier.isPresent()) {
            session.begin();
            held.waitFor(session.connection(), next, earlier.get());
            return followed(next, NOTHING);
        }
        HeldRow row = held.find(session.connection(), next).orElseThrow();
        var attempt = new HeldAttempt(session, holds, passage, row);
        var settlement = new Settlement(rules, passage.conflicts(), OptionalLong.empty());
        return switch (attempt.write(settlement, Optional.empty())) {
            case CarefulAttempt.Result.Written written -> {
                attempt.release();
                yield followed(next, PublishStatus.Done.of(written.tally()));
            }
            case CarefulAttempt.Result.Contradicted contradicted -> {
                session.begin();
                attempt.stay(contradicted.conflict());
                yield followed(next, NOTHING);
            }
        };
    }
}
