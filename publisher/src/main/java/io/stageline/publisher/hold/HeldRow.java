package io.stageline.publisher.hold;

import io.stageline.publisher.Origin;
import java.util.OptionalLong;

/// A source transaction that is held.
///
/// @param changes how many it has
/// @param conflictId of the recorded conflict, if it waits for one
public record HeldRow(Origin origin, long changes, OptionalLong conflictId) {}
