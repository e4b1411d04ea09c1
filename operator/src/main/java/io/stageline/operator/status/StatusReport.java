package io.stageline.operator.status;

import io.stageline.publisher.state.OpenConflict;
import java.util.List;
import java.util.Optional;

/// All that `stageline status` tells.
///
/// @param conflicts those that halt the lane
/// @param held what is held while the rest flows; empty where nothing is, or production does not tell
public record StatusReport(
        String pipeline,
        String changeLog,
        Stage capture,
        Stage publish,
        List<OpenConflict> conflicts,
        Optional<Held> held) {
    public StatusReport {
        conflicts = List.copyOf(conflicts);
    }

    /// The worst of both halves.
    public State state() {
        return capture.state().orWorse(publish.state());
    }

    /// Why it is in this state.
    public String reason() {
        return capture.state() == state() && capture.state() != publish.state()
                ? capture.reason()
                : publish.reason();
    }

    public boolean healthy() {
        return capture.healthy() && publish.healthy();
    }
}
