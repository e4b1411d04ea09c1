package io.stageline.capture.tail;

import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceServer;

/// Whether staging can be read from where the change log ends.
public sealed interface Readiness {
    /// @param start the position to read on from when the change log knows none; staging forgot nothing behind it
    /// @param server whose log it is
    record Ready(SourcePosition start, SourceServer server) implements Readiness {}

    /// Somebody else still uses the replication slot, and it was waited for as long as `capture.slot-wait` says.
    record InUse(String message) implements Readiness {}

    /// It cannot, and waiting does not help; the message says what to do.
    record Refused(String message) implements Readiness {}
}
