package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Sequence;
import io.stageline.database.Table;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.hold.HeldRow;
import io.stageline.publisher.hold.HeldSet;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.state.CommandOutcome;
import io.stageline.publisher.state.CommandQueue;
import io.stageline.publisher.state.CommandQueue.Pending;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import io.stageline.publisher.state.RecordedConflicts;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Executes what operators asked about held source transactions, and lets those follow that waited for a released or
/// discarded one, in order ([Followers]).
final class Releases {
    private final ProductionSession session;
    private final Holds holds;
    private final HeldSet held;
    private final Passage passage;
    private final Arbiter rules;
    private final CommandQueue queue;
    private final Consumer<PublishStatus.Done> released;
    private final Followers followers;

    /// @param released is told what was written of what was held, when it is committed
    Releases(
            ProductionSession session,
            Holds holds,
            Passage passage,
            Arbiter rules,
            CommandQueue queue,
            Consumer<PublishStatus.Done> released) {
        this.session = session;
        this.holds = holds;
        this.held = holds.held();
        this.passage = passage;
        this.rules = rules;
        this.queue = queue;
        this.released = released;
        this.followers = new Followers(session, holds, passage, rules, released);
    }

    /// Works until nothing is left to do, or until told to leave the rest for the next time.
    ///
    /// @return false if this reign is over
    boolean work(BooleanSupplier goOn) throws SQLException {
        while (goOn.getAsBoolean()) {
            if (followers.unfinished()) {
                if (!followers.follow()) {
                    return false;
                }
                continue;
            }
            Optional<Pending> command = queue.next(session.connection());
            if (command.isEmpty()) {
                return true;
            }
            if (!execute(command.get())) {
                return false;
            }
        }
        return true;
    }

    /// Whether some are still to follow.
    boolean unfinished() {
        return followers.unfinished();
    }

    private boolean execute(Pending command) throws SQLException {
        Sequence sequence = command.request().sequence();
        Optional<HeldRow> row = held.find(session.connection(), sequence);
        if (row.isEmpty()) {
            return refuse(command, "Source transaction %s is not held".formatted(sequence));
        }
        return switch (command.request().action()) {
            case Action.Discard _ -> discard(command, row.get());
            case Action.Release release -> release(command, row.get(), release.resolution());
        };
    }

    private boolean discard(Pending command, HeldRow row) throws SQLException {
        Sequence sequence = command.request().sequence();
        session.begin();
        resolve(row, RecordedConflicts.Resolution.DISCARDED);
        return removed(
                command, "Discarded", () -> held.remove(session.connection(), List.of(sequence)));
    }

    private boolean release(Pending command, HeldRow row, Optional<Resolution> resolution)
            throws SQLException {
        Sequence sequence = command.request().sequence();
        Optional<Sequence> earlier = held.standsBefore(session.connection(), sequence);
        if (earlier.isPresent()) {
            return refuse(
                    command,
                    "Source transaction %s depends on %s, which is held: release or discard that one first"
                            .formatted(sequence, earlier.get()));
        }
        session.refresh(); // what was in the way may have been the schema
        var attempt = new HeldAttempt(session, holds, passage, row);
        OptionalLong ordinal = attempt.conflictingOrdinal();
        Optional<Numbered> edited = Optional.empty();
        if (resolution.isPresent() && resolution.get() instanceof Resolution.Edit edit) {
            edited = edited(sequence, ordinal, edit.values());
            if (edited.isEmpty()) {
                return refuse(command, notEditable(sequence));
            }
        }
        var settlement = new Settlement(arbiter(resolution, ordinal), passage.conflicts(), ordinal);
        return switch (attempt.write(settlement, edited)) {
            case CarefulAttempt.Result.Written written -> {
                resolve(row, ended(resolution));
                boolean reigns = removed(command, "Released", attempt::release);
                if (reigns) {
                    released.accept(PublishStatus.Done.of(written.tally()));
                }
                yield reigns;
            }
            case CarefulAttempt.Result.Contradicted contradicted -> {
                session.begin();
                attempt.stay(contradicted.conflict());
                yield refused(command, contradicted.conflict().sentence());
            }
        };
    }

    private Arbiter arbiter(Optional<Resolution> resolution, OptionalLong ordinal) {
        return resolution
                .<Arbiter>map(asked ->
                        switch (asked) {
                            case Resolution.ApplyRemote _ -> _ -> ConflictPolicy.APPLY_REMOTE;
                            case Resolution.KeepLocal _ -> _ -> ConflictPolicy.KEEP_LOCAL;
                            case Resolution.Edit _ ->
                                    conflict ->
                                            ordinal.isPresent()
                                                            && conflict.ordinal()
                                                                    == ordinal.getAsLong()
                                                    ? ConflictPolicy.APPLY_REMOTE
                                                    : rules.decide(conflict);
                        })
                .orElse(rules);
    }

    private static RecordedConflicts.Resolution ended(Optional<Resolution> resolution) {
        return resolution
                .map(asked ->
                        switch (asked) {
                            case Resolution.ApplyRemote _ ->
                                    RecordedConflicts.Resolution.APPLY_REMOTE;
                            case Resolution.KeepLocal _ -> RecordedConflicts.Resolution.KEEP_LOCAL;
                            case Resolution.Edit _ -> RecordedConflicts.Resolution.EDITED;
                        })
                .orElse(RecordedConflicts.Resolution.RELEASED);
    }

    private Optional<Numbered> edited(
            Sequence sequence, OptionalLong ordinal, Map<String, @Nullable String> values)
            throws SQLException {
        if (ordinal.isEmpty()) {
            return Optional.empty();
        }
        return held.change(session.connection(), sequence, ordinal.getAsLong())
                .filter(change -> fits(change, values))
                .flatMap(change -> Edited.of(change, values))
                .map(change -> new Numbered(ordinal.getAsLong(), change));
    }

    /// The columns are there; and without an image before, the row is only known by the key in the one after.
    private boolean fits(ChangeEvent change, Map<String, @Nullable String> values) {
        Optional<Table> table = session.catalogue().table(change.table());
        boolean keyed =
                change instanceof ChangeEvent.Update update
                        && update.before() == null
                        && table.flatMap(Table::primaryKey)
                                .filter(key -> key.columns().stream().anyMatch(values::containsKey))
                                .isPresent();
        return !keyed
                && table.filter(it ->
                                values.keySet().stream()
                                        .allMatch(name -> it.column(name).isPresent()))
                        .isPresent();
    }

    private static String notEditable(Sequence sequence) {
        return "Source transaction %s has no conflicting change whose columns can be edited like this"
                .formatted(sequence);
    }

    private void resolve(HeldRow row, RecordedConflicts.Resolution resolution) throws SQLException {
        if (row.conflictId().isPresent()) {
            passage.conflicts()
                    .resolve(session.connection(), row.conflictId().getAsLong(), resolution);
        }
    }

    private interface Removal {
        void run() throws SQLException;
    }

    /// Ends a command that takes a source transaction out of the held set; in the open production transaction.
    private boolean removed(Pending command, String done, Removal removal) throws SQLException {
        Sequence sequence = command.request().sequence();
        long waiting = held.waitingFor(session.connection(), sequence);
        removal.run();
        String others =
                waiting == 0
                        ? ""
                        : "; %,d that waited for it follow in order as far as they can"
                                .formatted(waiting);
        queue.finish(
                session.connection(),
                command,
                new CommandOutcome.Done("%s %s%s".formatted(done, sequence, others)));
        if (!passage.commitWithoutMoving()) {
            return false;
        }
        followers.from(sequence);
        return true;
    }

    private boolean refuse(Pending command, String message) throws SQLException {
        session.begin();
        return refused(command, message);
    }

    private boolean refused(Pending command, String message) throws SQLException {
        queue.finish(session.connection(), command, new CommandOutcome.Refused(message));
        return passage.commitWithoutMoving();
    }
}
