package io.stageline.capture.tail;

import io.stageline.capture.CaptureSettings;
import io.stageline.capture.SlotNames;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.topic.ResumePoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides whether the slot serves everything behind the change log's end.
final class SlotGuard {
    private static final String PROMOTED =
            "Staging is a promoted standby, and the replication slot was not kept in step with it (PostgreSQL 17 can:"
                    + " failover slots). ";
    private static final Logger log = LoggerFactory.getLogger(SlotGuard.class);

    private final Connection connection;
    private final SlotNames names;
    private final Optional<String> acceptServer;

    SlotGuard(Connection connection, CaptureSettings settings) {
        this.connection = connection;
        this.names = settings.names();
        this.acceptServer = settings.capture().acceptServer();
    }

    /// @param at where the change log ends; without a position nothing was captured yet, and a missing slot is made
    /// @param before whose log was captured up to there, if that is known
    Readiness check(ResumePoint at, Optional<SourceServer> before) throws SQLException {
        SourceServer server = StagingServer.of(connection);
        Optional<SourceServer> begun = at.position().isPresent() ? before : Optional.empty();
        if (begun.isPresent() && isAnother(server, begun.get())) {
            return new Readiness.Refused(anotherServer(server, begun.get()));
        }
        boolean promoted = begun.isPresent() && begun.get().timeline() != server.timeline();
        Optional<Slot> found = Slot.find(connection, names.slot());
        if (found.isEmpty() && at.position().isPresent()) {
            return new Readiness.Refused(
                    (promoted ? PROMOTED : "") + lost(at.position().get(), at));
        }
        if (promoted) {
            log.atWarn()
                    .addKeyValue("timeline", server.timeline())
                    .addKeyValue("before", begun.get().timeline())
                    .log(
                            "Staging is a promoted standby: what the old server committed and did not hand over to it is in the change log only");
        }
        Slot slot = found.isPresent() ? found.get() : Slot.create(connection, names.slot());
        if (!slot.plugin().equals("pgoutput")) {
            return new Readiness.Refused(
                    "Replication slot %s uses plugin %s; Stageline reads pgoutput. Name another slot in capture.debezium.slot.name."
                            .formatted(slot.name(), slot.plugin()));
        }
        if (!slot.database().equals(connection.getCatalog())) {
            return new Readiness.Refused(
                    "Replication slot %s belongs to database %s, staging is %s. Name another slot in capture.debezium.slot.name."
                            .formatted(slot.name(), slot.database(), connection.getCatalog()));
        }
        if (slot.lost().isPresent() || slot.confirmed().isEmpty()) {
            return new Readiness.Refused(invalid(slot));
        }
        return notAhead(slot, slot.confirmed().get(), at, server);
    }

    /// Who else uses the slot now, in words for people.
    Optional<String> user() throws SQLException {
        return Slot.find(connection, names.slot()).flatMap(Slot::user);
    }

    private boolean isAnother(SourceServer server, SourceServer before) {
        return !server.id().equals(before.id()) && !acceptServer.equals(Optional.of(server.id()));
    }

    private static Readiness notAhead(
            Slot slot, PostgresLsn confirmed, ResumePoint at, SourceServer server) {
        Optional<SourcePosition> position = at.position();
        if (position.isPresent() && confirmed.isAfter(position.get())) {
            return new Readiness.Refused(
                    ("Replication slot %s is ahead of the change log: staging forgot everything up to %s, the change log ends"
                                    + " at %s (%s). Changes between the two are lost to the change log (the slot was"
                                    + " recreated or advanced, or the change log was replaced). Bring production up to"
                                    + " date with a compare or a copy, then start with a new slot and a new pipeline name.")
                            .formatted(
                                    slot.name(),
                                    confirmed.text(),
                                    position.get().text(),
                                    at.sequence()));
        }
        return new Readiness.Ready(confirmed, server);
    }

    private static String anotherServer(SourceServer server, SourceServer before) {
        return ("Staging is another server than the one the change log was captured from: its system identifier is %s, not"
                        + " %s, and positions of the two mean different things. Point staging.url at the old server, or start"
                        + " with a new pipeline name. After a pg_upgrade that kept the replication slot:"
                        + " capture.accept-server: \"%s\".")
                .formatted(server.id(), before.id(), server.id());
    }

    private String lost(SourcePosition position, ResumePoint at) {
        return ("Replication slot %s is gone from staging, but the change log ends at %s (%s): what staging committed since"
                        + " then is lost to the change log. If the slot lives on another server, point staging.url there."
                        + " Else bring production up to date with a compare or a copy, then start with a new slot and a new"
                        + " pipeline name.")
                .formatted(names.slot(), position.text(), at.sequence());
    }

    private static String invalid(Slot slot) {
        return ("Staging invalidated replication slot %s (%s): the log it needs is gone. Raise max_slot_wal_keep_size, bring"
                        + " production up to date with a compare or a copy, drop the slot, then start with a new pipeline"
                        + " name.")
                .formatted(slot.name(), slot.lost().orElse("no position"));
    }
}
