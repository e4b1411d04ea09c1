package io.stageline.publisher.state;

import io.stageline.publisher.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What production says about one lane.
///
/// @param owner which publisher reigns, in words for people
/// @param appliedAt when the checkpoint moved last, by production's clock
/// @param conflicts those that halt the lane
/// @param activity what the publisher said last; absent if none ever said anything
public record LaneSnapshot(
        Checkpoint checkpoint,
        String owner,
        Optional<Instant> appliedAt,
        Optional<Activity> activity,
        List<OpenConflict> conflicts,
        HeldSummary held) {
    public LaneSnapshot {
        conflicts = List.copyOf(conflicts);
    }

    /// @param state one honest word
    /// @param reason one sentence why
    /// @param heartbeatAt when it was last heard of, by production's clock
    public record Activity(String state, String reason, Instant since, Instant heartbeatAt) {}
}
