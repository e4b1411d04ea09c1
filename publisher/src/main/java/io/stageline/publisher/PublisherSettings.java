package io.stageline.publisher;

import io.stageline.database.DatabaseConfig;

/// What one publisher publishes, and where to.
///
/// @param owner who it is, in words for people (host, process)
public record PublisherSettings(
        String pipeline,
        int lane,
        DatabaseConfig production,
        PublisherConfig publisher,
        String owner) {}
