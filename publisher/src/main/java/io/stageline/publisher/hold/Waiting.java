package io.stageline.publisher.hold;

import io.stageline.changelog.SourceTransaction;

/// A source transaction that is to be held.
public record Waiting(SourceTransaction transaction, Footprint footprint, Reason reason) {}
