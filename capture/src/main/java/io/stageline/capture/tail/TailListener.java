package io.stageline.capture.tail;

import io.stageline.capture.SourceEvent;
import io.stageline.changelog.SourcePosition;
import java.util.Optional;

/// Takes what staging's log tells. Called from one thread; whatever it throws ends the tail.
public interface TailListener {
    void accept(SourceEvent event);

    /// Called when all that has come was accepted and nothing more is there at the moment.
    void caughtUp();

    /// Called after each batch of events, and several times a second when there are none.
    ///
    /// @return the position up to which staging may forget; empty to leave it as it is
    Optional<SourcePosition> batchEnded();
}
