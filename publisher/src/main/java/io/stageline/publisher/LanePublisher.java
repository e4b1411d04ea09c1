package io.stageline.publisher;

import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.conflict.Conflict;
import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.consume.Delivery;
import io.stageline.publisher.consume.FeedLimits;
import io.stageline.publisher.consume.TransactionFeed;
import io.stageline.publisher.fence.Admission;
import io.stageline.publisher.fence.Fence;
import io.stageline.publisher.state.Reign;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The flow of one lane over one connection: consume, fence, plan and write, checkpoint. Ends when asked to stop, at a
/// conflict, or when it must not go on; failures of the surroundings are thrown.
final class LanePublisher {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration CHANGE = Duration.ofSeconds(1);

    private final PublisherSettings settings;
    private final ChangeLogTopic changeLog;
    private final ProductionSession session;
    private final Reign reign;
    private final PublishLoop.Reports reports;
    private final FeedLimits limits;
    private Instant heartbeat = Instant.EPOCH;
    private State said = State.STARTING;

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
            return fenced();
        }
        Checkpoint checkpoint = resumed.get();
        reports.status(reports.status().at(checkpoint));
        boolean halted = !reign.openConflicts(session.connection()).isEmpty();
        var publisher = new BatchPublisher(session, reign, halted);
        try (TransactionFeed feed =
                TransactionFeed.open(changeLog, settings.lane(), checkpoint, limits)) {
            return follow(feed, publisher, checkpoint);
        }
    }

    private Optional<PublishEnd> follow(
            TransactionFeed feed, BatchPublisher publisher, Checkpoint resumed)
            throws SQLException, InterruptedException {
        Checkpoint checkpoint = resumed;
        while (!reports.stopAsked()) {
            // a transaction that was in conflict is tried alone: the checks after it are slow
            int most = publisher.conflictsOpen() ? 1 : Integer.MAX_VALUE;
            Optional<Delivery> delivery = feed.next(POLL, most);
            if (delivery.isEmpty()) {
                if (!idle(publisher)) {
                    return fenced();
                }
                continue;
            }
            switch (handle(delivery.get(), feed, publisher, checkpoint)) {
                case Handled.Nothing _ -> {}
                case Handled.Refused refused -> {
                    return Optional.of(new PublishEnd.Refused(refused.message()));
                }
                case Handled.Tried tried -> {
                    Progress progress = tried.progress();
                    reports.status(reports.status().plus(progress));
                    checkpoint = progress.reached();
                    switch (progress.ending()) {
                        case Progress.Ending.Complete _ -> reports.worked();
                        case Progress.Ending.Fenced _ -> {
                            return fenced();
                        }
                        case Progress.Ending.Halted halted -> {
                            halt(halted.conflict());
                            return Optional.empty();
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// What became of a delivery.
    private sealed interface Handled {
        /// Production has it already.
        record Nothing() implements Handled {}

        record Tried(Progress progress) implements Handled {}

        record Refused(String message) implements Handled {}
    }

    private Handled handle(
            Delivery delivery,
            TransactionFeed feed,
            BatchPublisher publisher,
            Checkpoint checkpoint)
            throws SQLException, InterruptedException {
        return switch (delivery) {
            case Delivery.Batch batch -> {
                List<SourceTransaction> next = new ArrayList<>();
                Optional<String> refusal = admit(checkpoint, batch.transactions(), next);
                if (refusal.isPresent()) {
                    yield new Handled.Refused(refusal.get());
                }
                if (next.isEmpty()) {
                    yield new Handled.Nothing();
                }
                say(State.PUBLISHING, "Publishing");
                yield new Handled.Tried(publisher.publish(checkpoint, next));
            }
            case Delivery.LargeBegin begin ->
                    switch (Fence.admit(checkpoint, begin.header().sequence(), begin.position())) {
                        case Admission.AlreadyApplied _ -> new Handled.Nothing();
                        case Admission.Refused refused -> new Handled.Refused(refused.message());
                        case Admission.Next _ ->
                                new Handled.Tried(stream(feed, publisher, checkpoint, begin));
                    };
            case Delivery.LargePiece _, Delivery.LargeEnd _ ->
                    new Handled.Nothing(); // of one that production has
            case Delivery.Broken broken -> new Handled.Refused(broken.message());
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

    /// One source transaction in pieces, all in one production transaction.
    private Progress stream(
            TransactionFeed feed,
            BatchPublisher publisher,
            Checkpoint from,
            Delivery.LargeBegin begin)
            throws SQLException, InterruptedException {
        say(
                State.PUBLISHING,
                "Publishing the large source transaction " + begin.header().sequence());
        session.refresh();
        session.begin();
        var writer = new CarefulWriter(session, begin.header(), Optional.empty());
        Checkpoint to = from.after(begin.header(), begin.position(), begin.nextTopicOffset());
        while (true) {
            switch (nextPiece(feed)) {
                case Delivery.LargePiece piece -> {
                    Optional<Conflict> conflict =
                            writer.write(piece.firstOrdinal(), piece.events());
                    if (conflict.isPresent()) {
                        return publisher.finish(from, to, writer, conflict);
                    }
                }
                case Delivery.LargeEnd _ -> {
                    return publisher.finish(from, to, writer, Optional.empty());
                }
                case Delivery.Batch _, Delivery.LargeBegin _, Delivery.Broken _ ->
                        throw new IllegalStateException(
                                "A large source transaction was handed out without its end");
            }
            if (reports.stopAsked()) {
                session.rollBack(); // begun again at the next start
                return Progress.none(from, new Progress.Ending.Complete());
            }
        }
    }

    private static Delivery nextPiece(TransactionFeed feed) throws InterruptedException {
        return feed.next(STALLED, 1)
                .orElseThrow(() ->
                        new ChangeLogException("Kafka stalled inside a large source transaction"));
    }

    private boolean idle(BatchPublisher publisher) throws SQLException {
        if (publisher.conflictsOpen()) {
            return true; // the conflicting source transaction is still to be read
        }
        reports.worked();
        return say(State.IDLE, "Everything in the change log is published");
    }

    private void halt(Conflict conflict) throws SQLException {
        reports.status(reports.status().haltedBy(conflict));
        var _ = reign.say(session.connection(), State.HALTED.name(), conflict.sentence());
    }

    /// Tells the status, and production now and then: it is also the sign of life.
    ///
    /// @return false if the reign is over
    private boolean say(State state, String reason) throws SQLException {
        reports.status(reports.status().in(state, reason));
        Instant now = reports.clock().instant();
        if (now.isBefore(heartbeat.plus(state == said ? HEARTBEAT : CHANGE))) {
            return true;
        }
        heartbeat = now;
        said = state;
        return reign.say(session.connection(), state.name(), reason);
    }

    private Optional<PublishEnd> fenced() throws SQLException {
        return Optional.of(
                new PublishEnd.Fenced(
                        "A newer publisher (%s) reigns over lane %d of pipeline %s; this one stops"
                                .formatted(
                                        reign.reigningOwner(session.connection()),
                                        settings.lane(),
                                        settings.pipeline())));
    }
}
