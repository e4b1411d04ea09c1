package io.stageline.publisher;

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

    /// @return false if the reign is over
    boolean publishing() throws SQLException {
        return say(State.PUBLISHING, "Publishing");
    }

    boolean publishing(Beginning large) throws SQLException {
        return say(
                State.PUBLISHING,
                "Publishing the large source transaction " + large.header().sequence());
    }

    boolean idle() throws SQLException {
        reports.worked();
        Holding holding = reports.status().holding();
        return say(
                State.IDLE,
                holding.any() ? holding.sentence() : "Everything in the change log is published");
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
        boolean retrying = asked == State.PUBLISHING && reports.failing();
        State state = retrying ? State.RETRYING : asked;
        String reason = retrying ? reports.status().reason() : why;
        reports.status(reports.status().in(state, reason));
        Instant now = reports.clock().instant();
        if (now.isBefore(heartbeat.plus(reason.equals(said) ? HEARTBEAT : CHANGE))) {
            return true;
        }
        heartbeat = now;
        said = reason;
        return reign.say(connection, state.name(), reason);
    }
}
