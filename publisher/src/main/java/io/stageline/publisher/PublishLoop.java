package io.stageline.publisher;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ConflictTopic;
import io.stageline.database.Database;
import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.report.ConflictReport;
import io.stageline.publisher.state.Reign;
import io.stageline.publisher.state.StateRefusedException;
import io.stageline.publisher.state.Surroundings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
        this.patience = new Patience(settings.publisher().retryFor(), System::nanoTime);
    }

    /// Shared by all publishers of a lane, and by nobody else.
    private static String applicationName(PublisherSettings settings) {
        return Surroundings.sessionName(settings.pipeline(), settings.lane());
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
        State state =
                switch (end) {
                    case PublishEnd.Stopped _, PublishEnd.Fenced _ -> State.STOPPED;
                    case PublishEnd.Refused _, PublishEnd.Failed _ -> State.FAILED;
                };
        status = status.in(state, reason);
        switch (end) {
            case PublishEnd.Stopped _ -> log.info("Publisher stopped");
            case PublishEnd.Fenced _, PublishEnd.Refused _, PublishEnd.Failed _ ->
                    log.atError().addKeyValue("reason", reason).log("Publisher ended");
        }
        sayIfPossible(state, reason);
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
                Optional<PublishEnd> end = publishOnce();
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (StateRefusedException e) {
                return new PublishEnd.Refused(String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                Optional<PublishEnd> end = retry(Trouble.with(production, e), e);
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (ChangeLogException e) {
                var trouble = new Trouble(String.valueOf(e.getMessage()), true);
                Optional<PublishEnd> end = retry(trouble, e);
                if (end.isPresent()) {
                    return end.get();
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
                ProductionSession.open(
                        production,
                        applicationName(settings),
                        settings.publisher().parentsFrom())) {
            Reign mine = reign;
            if (mine == null) {
                Optional<PublishEnd> refused = LanePublisher.refused(changeLog);
                if (refused.isPresent() || stop.isAsked()) {
                    return refused; // whoever reigns goes on
                }
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

    /// Waits until it may be tried again.
    ///
    /// @return the end, if it has failed for too long
    private Optional<PublishEnd> retry(Trouble trouble, Exception e) {
        Optional<Duration> pause = patience.failed();
        if (pause.isEmpty()) {
            String message =
                    "%s; gave up after %d attempts without progress in %s s (publisher.retry-for)"
                            .formatted(
                                    trouble.sentence(),
                                    patience.failures(),
                                    settings.publisher().retryFor().toSeconds());
            return Optional.of(new PublishEnd.Failed(message, e));
        }
        log.atWarn()
                .addKeyValue("reason", trouble.sentence())
                .addKeyValue("attempts", patience.failures())
                .addKeyValue("pause_millis", pause.get().toMillis())
                .setCause(patience.failures() == 1 ? e : null) // the others look like the first one
                .log("Publishing failed, retrying");
        status = status.in(State.RETRYING, trouble.sentence());
        if (trouble.productionAnswers()) {
            sayIfPossible(State.RETRYING, trouble.sentence());
        }
        stop.pause(pause.get());
        return Optional.empty();
    }

    /// Tells production what is going on, if it can be reached; who asks `status` elsewhere reads it there.
    private void sayIfPossible(State state, String reason) {
        Reign mine = reign;
        if (mine == null) {
            return;
        }
        try (var connection = production.open()) {
            mine.sayAtOnce(connection, state.name(), reason);
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

        StopSignal stop() {
            return stop;
        }

        boolean failing() {
            return patience.failing();
        }

        void worked() {
            patience.restore();
        }

        /// What was held is in production now.
        void released(PublishStatus.Done done) {
            status = status.plus(done);
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
