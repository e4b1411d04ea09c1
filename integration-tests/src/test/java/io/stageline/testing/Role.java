package io.stageline.testing;

/// The two ends of a pipeline.
public enum Role {
    STAGING,
    PRODUCTION
}
