package io.stageline.operator.doctor;

/// How much a finding matters.
public enum Severity {
    /// Publishing would fail, or be wrong: `run` refuses to start.
    ERROR,
    /// Publishing works, but something will hurt.
    WARNING,
    /// Good to know.
    INFO,
    /// Examined, and as it must be.
    OK
}
