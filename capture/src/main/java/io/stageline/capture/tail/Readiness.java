package io.stageline.capture.tail;

import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourceServer;

/// Whether staging can be read from where the change log ends.
public sealed interface Readiness {
    /// @param confirmed the position the slot starts at when no other is given
    /// @param server whose log it is
    record Ready(PostgresLsn confirmed, SourceServer server) implements Readiness {}

    /// Somebody else still uses the slot, and it was waited for as long as `capture.slot-wait` says.
    record InUse(String message) implements Readiness {}

    /// It cannot, and waiting does not help; the message says what to do.
    record Refused(String message) implements Readiness {}
}
