package io.stageline.publisher.hold;

import io.stageline.changelog.Sequence;

/// A source transaction that is held because it depends on another one.
///
/// @param changes how many it has
/// @param freed whether the one it was said to depend on is not held any more
public record Follower(Sequence sequence, long changes, Sequence dependsOn, boolean freed) {}
