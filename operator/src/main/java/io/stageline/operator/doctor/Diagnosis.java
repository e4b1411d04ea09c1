package io.stageline.operator.doctor;

import java.util.List;

/// What an examination came to: the findings, errors first.
///
/// @param unreachable whether a server could not be examined at all
public record Diagnosis(List<Finding> findings, boolean unreachable) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /// What keeps a pipeline from starting.
    public List<Finding> errors() {
        return of(Severity.ERROR);
    }

    public List<Finding> of(Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).toList();
    }
}
