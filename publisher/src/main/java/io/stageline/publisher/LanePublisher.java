package io.stageline.publisher;

import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.publisher.consume.Delivery;
import io.stageline.publisher.consume.FeedLimits;
import io.stageline.publisher.consume.TransactionFeed;
import io.stageline.publisher.fence.Admission;
import io.stageline.publisher.fence.Fence;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.state.CommandQueue;
import io.stageline.publisher.state.Reign;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The flow of one lane over one connection: consume, fence, part by what is held, plan and write, checkpoint; between
/// batches, what operators asked. The next batch is planned while one is written. Ends when asked to stop, at a conflict that
/// halts, or when it must not go on; failures of the surroundings are thrown.
final class LanePublisher {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RELEASES = Duration.ofMillis(250);
    private static final Duration RELEASES_WITHOUT_HOLDS = Duration.ofSeconds(5);

    private final PublisherSettings settings;
    private final ChangeLogTopic changeLog;
    private final ProductionSession session;
    private final Reign reign;
    private final PublishLoop.Reports reports;
    private final LaneVoice voice;
    private final FeedLimits limits;
    private long lookedForCommands = System.nanoTime();
    private @Nullable Expected expected;

    /// A large source transaction that comes again, and what for.
    private record Expected(TransactionHeader header, LargePublisher.Again again) {}

    /// What became of a delivery.
    private sealed interface Handled {
        /// Production has it already.
        record Nothing() implements Handled {}

        record Tried(Progress progress) implements Handled {}

        record Refused(String message) implements Handled {}

        /// The change log is to be read again from the checkpoint on.
        record ReadAgain() implements Handled {}
    }

    /// How following the change log ended.
    private sealed interface Followed {
        /// @param end empty at a conflict, or when asked to stop
        record Ended(Optional<PublishEnd> end) implements Followed {}

        record ReadAgain(Checkpoint from) implements Followed {}
    }

    private record Work(
            Holds holds,
            Passage passage,
            BatchPublisher batches,
            LargePublisher large,
            Releases releases) {}

    LanePublisher(
            PublisherSettings settings,
            ChangeLogTopic changeLog,
            ProductionSession session,
            Reign reign,
            PublishLoop.Reports reports) {
        this.settings = settings;
        this.changeLog = changeLog;
        this.session = session;
        this.reign = reign;
        this.reports = reports;
        this.voice = new LaneVoice(settings, session.connection(), reign, reports);
        this.limits =
                new FeedLimits(
                        settings.publisher().batchRows(),
                        settings.publisher().streamRows(),
                        FeedLimits.SIZE);
    }

    /// @return empty at a conflict, or when asked to stop
    Optional<PublishEnd> publish() throws SQLException, InterruptedException {
        Optional<Checkpoint> resumed = reign.resume(session.connection());
        if (resumed.isEmpty()) {
            return voice.fenced();
        }
        Work work = work();
        // who looks at the status sees the held set as commands of before left it
        if (!work.releases.work(() -> !reports.stopAsked())) {
            return voice.fenced();
        }
        reports.status(reports.status().holding(work.holds.holding()).at(resumed.get().sequence()));
        voice.stillHalted(work.passage.halting());
        // what operators asked for needs production alone, and is done
        Optional<PublishEnd> refused = refused(changeLog);
        if (refused.isPresent()) {
            return refused;
        }
        Followed followed = new Followed.ReadAgain(resumed.get());
        while (true) {
            switch (followed) {
                case Followed.Ended ended -> {
                    return ended.end();
                }
                case Followed.ReadAgain again -> {
                    try (PlannedFeed feed =
                            PlannedFeed.over(
                                    TransactionFeed.open(
                                            changeLog, settings.lane(), again.from(), limits),
                                    session::batchPlanner)) {
                        followed = follow(feed, work, again.from());
                    }
                }
            }
        }
    }

    /// Why the change log cannot be followed, if it cannot.
    ///
    /// @throws io.stageline.changelog.topic.ChangeLogException if it does not answer
    static Optional<PublishEnd> refused(ChangeLogTopic changeLog) {
        List<String> findings = changeLog.ensure();
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(new PublishEnd.Refused(String.join("; ", findings)));
    }

    private Work work() throws SQLException {
        Holds holds = Holds.open(session.connection(), settings.pipeline(), settings.lane());
        var passage = new Passage(session, reign, holds, reports::worked);
        var rules = new ConflictRules(settings.publisher());
        var queue = new CommandQueue(settings.pipeline(), settings.lane());
        return new Work(
                holds,
                passage,
                new BatchPublisher(session, holds, passage, rules),
                new LargePublisher(session, holds, passage, rules, reports::stopAsked),
                new Releases(session, holds, passage, rules, queue, reports::released));
    }

    private Followed follow(PlannedFeed feed, Work work, Checkpoint resumed)
            throws SQLException, InterruptedException {
        Checkpoint checkpoint = resumed;
        while (!reports.stopAsked()) {
            // a transaction that was in conflict is tried alone: the checks after it are slow
            int most = work.passage.halted() ? 1 : Integer.MAX_VALUE;
            boolean caughtUp = feed.caughtUp();
            Optional<PlannedFeed.Next> delivery =
                    next(feed, work.releases.unfinished() ? Duration.ZERO : POLL, most);
            if (!released(work, delivery.isEmpty())) {
                return new Followed.Ended(voice.fenced());
            }
            if (delivery.isEmpty()) {
                // what is still to be read may be what halted the lane, or what failed a moment ago
                if (caughtUp && !work.passage.halted() && !voice.idle()) {
                    return new Followed.Ended(voice.fenced());
                }
                continue;
            }
            switch (handle(delivery.get(), feed, work, checkpoint)) {
                case Handled.Nothing _ -> {}
                case Handled.Refused refused -> {
                    return new Followed.Ended(
                            Optional.of(new PublishEnd.Refused(refused.message())));
                }
                case Handled.ReadAgain _ -> {
                    return new Followed.ReadAgain(checkpoint);
                }
                case Handled.Tried tried -> {
                    Progress progress = tried.progress();
                    reports.status(reports.status().holding(work.holds.holding()).plus(progress));
                    checkpoint = progress.reached();
                    switch (progress.ending()) {
                        case Progress.Ending.Complete _ -> {}
                        case Progress.Ending.Fenced _ -> {
                            return new Followed.Ended(voice.fenced());
                        }
                        case Progress.Ending.Halted halted -> {
                            reports.worked();
                            voice.halted(halted.conflict());
                            return new Followed.Ended(Optional.empty());
                        }
                    }
                }
            }
        }
        return new Followed.Ended(Optional.empty());
    }

    /// What comes next; empty when nothing came in time, or when asked to stop.
    private Optional<PlannedFeed.Next> next(PlannedFeed feed, Duration patience, int most)
            throws InterruptedException {
        reports.stop().wakes(feed::wakeup);
        try {
            return feed.next(patience, most);
        } finally {
            reports.stop().wakesNobody(); // what stands behind waits for a large one's pieces
        }
    }

    /// Looks now and then what operators want, and goes on with what is not finished; no longer than a batch takes.
    ///
    /// @return false if the reign is over
    private boolean released(Work work, boolean idle) throws SQLException {
        long now = System.nanoTime();
        Duration every = work.holds.any() ? RELEASES : RELEASES_WITHOUT_HOLDS;
        boolean due = idle || now - lookedForCommands >= every.toNanos();
        if (!due && !work.releases.unfinished()) {
            return true;
        }
        lookedForCommands = now;
        boolean reigns =
                work.releases.work(
                        () -> !reports.stopAsked() && System.nanoTime() - now < RELEASES.toNanos());
        reports.status(reports.status().holding(work.holds.holding()));
        return reigns;
    }

    private Handled handle(
            PlannedFeed.Next next, PlannedFeed feed, Work work, Checkpoint checkpoint)
            throws SQLException, InterruptedException {
        return switch (next.delivery()) {
            case Delivery.Batch batch -> {
                List<SourceTransaction> admitted = new ArrayList<>();
                Optional<String> refusal = admit(checkpoint, batch.transactions(), admitted);
                if (refusal.isPresent()) {
                    yield new Handled.Refused(refusal.get());
                }
                if (admitted.isEmpty()) {
                    yield new Handled.Nothing();
                }
                voice.publishing(Origin.of(admitted.getFirst()).header());
                yield new Handled.Tried(work.batches.publish(checkpoint, admitted, next.plan()));
            }
            case Delivery.LargeBegin(Beginning beginning) ->
                    beginning.header().sequence().equals(checkpoint.sequence().next())
                            ? large(feed, work, checkpoint, beginning)
                            : new Handled.Nothing(); // its end tells what is wrong
            case Delivery.LargePiece _, Delivery.LargeDiscarded _ -> new Handled.Nothing();
            case Delivery.LargeEnd(Origin origin) ->
                    switch (Fence.admit(
                            checkpoint, origin.header().sequence(), origin.position())) {
                        case Admission.AlreadyApplied _ -> new Handled.Nothing();
                        case Admission.Refused refused -> new Handled.Refused(refused.message());
                        case Admission.Next _ -> new Handled.ReadAgain(); // it was waited for
                    };
            case Delivery.Broken broken -> new Handled.Refused(broken.message());
        };
    }

    private Handled large(PlannedFeed feed, Work work, Checkpoint from, Beginning beginning)
            throws SQLException, InterruptedException {
        voice.publishing(beginning);
        Optional<LargePublisher.Again> again =
                Optional.ofNullable(expected)
                        .filter(it -> it.header.equals(beginning.header()))
                        .map(Expected::again);
        LargePublisher.Result result =
                switch (again.orElse(null)) {
                    case LargePublisher.Again.Hold hold ->
                            work.large.hold(
                                    feed, from, beginning.header().sequence(), hold.cause());
                    case LargePublisher.Again.Check check ->
                            work.large.publish(feed, from, beginning, Optional.of(check.cause()));
                    case null -> work.large.publish(feed, from, beginning, Optional.empty());
                };
        return switch (result) {
            case LargePublisher.Result.Ended ended -> {
                expected = null;
                yield new Handled.Tried(ended.progress());
            }
            case LargePublisher.Result.ToBeReadAgain toBeReadAgain -> {
                expected = new Expected(beginning.header(), toBeReadAgain.again());
                yield new Handled.ReadAgain();
            }
            case LargePublisher.Result.Waits _, LargePublisher.Result.Discarded _ ->
                    new Handled.Nothing();
            case LargePublisher.Result.Refused refused -> new Handled.Refused(refused.message());
        };
    }

    /// Puts what is to be applied into `next`.
    private static Optional<String> admit(
            Checkpoint checkpoint,
            List<SourceTransaction> transactions,
            List<SourceTransaction> next) {
        Checkpoint reached = checkpoint;
        for (SourceTransaction transaction : transactions) {
            switch (Fence.admit(reached, transaction.sequence(), transaction.position())) {
                case Admission.Next _ -> {
                    next.add(transaction);
                    reached = reached.after(transaction);
                }
                case Admission.AlreadyApplied _ -> {}
                case Admission.Refused refused -> {
                    return Optional.of(refused.message());
                }
            }
        }
        return Optional.empty();
    }
}
