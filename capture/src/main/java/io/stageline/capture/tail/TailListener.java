package io.stageline.capture.tail;

import io.stageline.capture.SourceEvent;
import io.stageline.changelog.SourcePosition;
import java.util.Optional;

/// Takes what staging's log tells. Called from one thread; whatever it throws ends the tail.
public interface TailListener {
    void accept(SourceEvent event);

    /// Called when all that has come was accepted and nothing more is there at the moment.
    void caughtUp();

    /// Tells that everything in staging's log up to here was handed over, between two transactions, and that a tick
    /// came back. A log that carries ticks inside its transactions tells it by them instead.
    void reached(SourcePosition position, String tick);

    /// Called after each batch of events, and several times a second when there are none.
    ///
    /// @return the position up to which staging may forget; empty to leave it as it is
    Optional<SourcePosition> batchEnded();
}
