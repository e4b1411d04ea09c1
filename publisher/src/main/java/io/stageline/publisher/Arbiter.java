package io.stageline.publisher;

import io.stageline.conflict.Conflict;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;

/// Decides what becomes of a conflict.
interface Arbiter {
    ConflictPolicy decide(Conflict conflict);
}
