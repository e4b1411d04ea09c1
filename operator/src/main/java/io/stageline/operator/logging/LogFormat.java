package io.stageline.operator.logging;

/// How a log line looks.
public enum LogFormat {
    /// one line for people
    TEXT,
    /// one JSON object in the Elastic Common Schema
    JSON
}
