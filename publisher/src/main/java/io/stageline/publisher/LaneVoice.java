package io.stageline.publisher;

import io.stageline.changelog.TransactionHeader;
import io.stageline.conflict.Conflict;
import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.state.Reign;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Tells the loop, and production now and then, what a lane's publisher does; what production is told is also the sign of
/// life.
final class LaneVoice {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration CHANGE = Duration.ofSeconds(1);

    private final PublisherSettings settings;
    private final Connection connection;
    private final Reign reign;
    private final PublishLoop.Reports reports;
    private Instant heartbeat = Instant.EPOCH;
    private String said = "";

    LaneVoice(
            PublisherSettings settings,
            Connection connection,
            Reign reign,
            PublishLoop.Reports reports) {
        this.settings = settings;
        this.connection = connection;
        this.reign = reign;
        this.reports = reports;
    }

    /// @param next what is published now
    /// @return false if the reign is over
    boolean publishing(TransactionHeader next) throws SQLException {
        waitingSince(next);
        return say(State.PUBLISHING, "Publishing");
    }

    boolean publishing(Beginning large) throws SQLException {
        waitingSince(large.header());
        return say(
                State.PUBLISHING,
                "Publishing the large source transaction " + large.header().sequence());
    }

    boolean idle() throws SQLException {
        reports.worked();
        return say(
                State.IDLE,
                reports.status()
                        .holding()
                        .filter(Holding::any)
                        .map(Holding::sentence)
                        .orElse("Everything in the change log is published"));
    }

    private void waitingSince(TransactionHeader next) {
        reports.status(reports.status().waitingSince(next.committedAt()));
    }

    /// A new process tries again what halted the lane.
    ///
    /// @param sentence of the recorded conflict, if there is one
    void stillHalted(Optional<String> sentence) {
        PublishStatus before = reports.status();
        if (before.state() == State.STARTING) {
            sentence.ifPresent(it -> reports.status(before.in(State.HALTED, it)));
        }
    }

    void halted(Conflict conflict) throws SQLException {
        reports.status(reports.status().haltedBy(conflict));
        var _ = reign.say(connection, State.HALTED.name(), conflict.sentence());
    }

    Optional<PublishEnd> fenced() throws SQLException {
        return Optional.of(
                new PublishEnd.Fenced(
                        "A newer publisher (%s) reigns over lane %d of pipeline %s; this one stops"
                                .formatted(
                                        reign.reigningOwner(connection),
                                        settings.lane(),
                                        settings.pipeline())));
    }

    /// What is tried again is no news before it worked: why it failed stays to be read.
    private boolean say(State asked, String why) throws SQLException {
        PublishStatus before = reports.status();
        boolean halted = before.state() == State.HALTED;
        boolean again = asked == State.PUBLISHING && (halted || reports.failing());
        State state = again ? halted ? State.HALTED : State.RETRYING : asked;
        String reason = again ? before.reason() : why;
        if (!again || !halted) {
            reports.status(before.in(state, reason));
        }
        Instant now = reports.clock().instant();
        if (now.isBefore(heartbeat.plus(reason.equals(said) ? HEARTBEAT : CHANGE))) {
            return true;
        }
        heartbeat = now;
        said = reason;
        return reign.say(connection, state.name(), reason);
    }
}
