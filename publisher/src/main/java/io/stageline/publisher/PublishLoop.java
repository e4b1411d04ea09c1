package io.stageline.publisher;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ConflictTopic;
import io.stageline.database.Database;
import io.stageline.database.FailureKind;
import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.report.ConflictReport;
import io.stageline.publisher.state.Reign;
import io.stageline.publisher.state.StateRefusedException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes one lane of the change log to one production until it is stopped. The checkpoint in production is the only
/// truth: after every failure the loop connects again, reads it and goes on from there.
///
/// [#run] blocks and belongs to one thread; [#stop] and [#status] may be called from any.
public final class PublishLoop {
    private static final Logger log = LoggerFactory.getLogger(PublishLoop.class);

    private final PublisherSettings settings;
    private final ChangeLogTopic changeLog;
    private final Clock clock;
    private final Database production;
    private final StopSignal stop = new StopSignal();
    private final Patience patience;
    private volatile PublishStatus status = PublishStatus.starting();
    private @Nullable Reign reign;
    private @Nullable ConflictReport report;

    public PublishLoop(PublisherSettings settings, ChangeLogTopic changeLog, Clock clock) {
        this.settings = settings;
        this.changeLog = changeLog;
        this.clock = clock;
        this.production = new Database(applicationName(settings), settings.production());
        this.patience = new Patience(settings.publisher().retryFor());
    }

    /// Shared by all publishers of a lane, and by nobody else.
    private static String applicationName(PublisherSettings settings) {
        return "stageline publisher " + settings.pipeline() + "/" + settings.lane();
    }

    /// Publishes until asked to stop, or until it cannot go on. Begins a new reign: a publisher of the same lane that runs
    /// elsewhere is fenced.
    public PublishEnd run() {
        PublishEnd end;
        try {
            end = publishUntilEnd();
        } finally {
            if (report != null) {
                report.close();
            }
        }
        String reason =
                switch (end) {
                    case PublishEnd.Stopped _ -> "Stopped in order";
                    case PublishEnd.Fenced fenced -> fenced.message();
                    case PublishEnd.Refused refused -> refused.message();
                    case PublishEnd.Failed failed -> failed.message();
                };
        status = status.in(State.STOPPED, reason);
        switch (end) {
            case PublishEnd.Stopped _ -> log.info("Publisher stopped");
            case PublishEnd.Fenced _, PublishEnd.Refused _, PublishEnd.Failed _ ->
                    log.atError().addKeyValue("reason", reason).log("Publisher ended");
        }
        sayIfPossible(State.STOPPED, reason);
        return end;
    }

    /// Asks the loop to finish the batch in hand and end.
    public void stop() {
        stop.ask();
    }

    public PublishStatus status() {
        return status;
    }

    private PublishEnd publishUntilEnd() {
        while (!stop.isAsked()) {
            try {
                List<String> findings = changeLog.ensure();
                if (!findings.isEmpty()) {
                    return new PublishEnd.Refused(String.join("; ", findings));
                }
                Optional<PublishEnd> end = publishOnce();
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (StateRefusedException e) {
                return new PublishEnd.Refused(String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                String reason =
                        "Production %s: %s (SQLState %s, %s)"
                                .formatted(
                                        production.describe(),
                                        e.getMessage(),
                                        e.getSQLState(),
                                        FailureKind.kindOf(e));
                if (gaveUp(reason, e)) {
                    return new PublishEnd.Failed(reason, e);
                }
            } catch (ChangeLogException e) {
                String reason = String.valueOf(e.getMessage());
                sayIfPossible(State.RETRYING, reason);
                if (gaveUp(reason, e)) {
                    return new PublishEnd.Failed(reason, e);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return new PublishEnd.Stopped();
            }
        }
        return new PublishEnd.Stopped();
    }

    /// One connection's life.
    ///
    /// @return empty to begin again: after a conflict, with fresh eyes
    private Optional<PublishEnd> publishOnce() throws SQLException, InterruptedException {
        try (ProductionSession session =
                ProductionSession.open(production, applicationName(settings))) {
            Reign mine = reign;
            if (mine == null) {
                mine =
                        Reign.claim(
                                session.connection(),
                                settings.pipeline(),
                                settings.lane(),
                                settings.owner());
                reign = mine;
                log.atInfo().addKeyValue("epoch", mine.epoch()).log("Publisher reigns");
                report = startReport();
            }
            var lane = new LanePublisher(settings, changeLog, session, mine, new Reports(clock));
            Optional<PublishEnd> end = lane.publish();
            if (end.isEmpty() && !stop.isAsked()) {
                stop.pause(settings.publisher().recheckInterval());
            }
            return end;
        }
    }

    private ConflictReport startReport() {
        String name = "stageline report " + settings.pipeline() + "/" + settings.lane();
        return ConflictReport.start(
                new Database(name, settings.production()),
                new ConflictTopic(changeLog),
                settings.pipeline(),
                settings.lane());
    }

    private boolean gaveUp(String reason, Exception e) {
        if (patience.exhausted()) {
            return true;
        }
        if (status.state() != State.RETRYING) {
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .setCause(e)
                    .log("Publishing failed, retrying");
        }
        status = status.in(State.RETRYING, reason);
        stop.pause(patience.nextPause());
        return false;
    }

    /// Tells production what is going on, if it can be reached; who asks `status` elsewhere reads it there.
    private void sayIfPossible(State state, String reason) {
        Reign mine = reign;
        if (mine == null) {
            return;
        }
        try (var connection = production.open()) {
            mine.say(connection, state.name(), reason);
        } catch (SQLException e) {
            log.atDebug().setCause(e).log("Production could not be told");
        }
    }

    /// What the lane's publisher reports back to this loop, on the loop's thread.
    final class Reports {
        private final Clock time;

        private Reports(Clock time) {
            this.time = time;
        }

        Clock clock() {
            return time;
        }

        boolean stopAsked() {
            return stop.isAsked();
        }

        void worked() {
            patience.restore();
        }

        PublishStatus status() {
            return status;
        }

        void status(PublishStatus now) {
            boolean news = !now.holding().equals(status.holding()) || now.conflict().isPresent();
            status = now;
            if (news && report != null) {
                report.announce();
            }
        }
    }
}
