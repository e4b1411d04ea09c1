package io.stageline.operator;

import io.stageline.operator.doctor.Diagnosis;
import io.stageline.operator.doctor.Severity;
import java.util.stream.Collectors;

/// What the doctor answers: the findings, and the exit code they stand for.
record DoctorAnswer(Shell shell, Diagnosis diagnosis) {
    ExitCode tell(DoctorCommand.Output output) {
        shell.out()
                .println(
                        switch (output) {
                            case TABLE -> FindingText.of(diagnosis.findings()) + "\n" + summary();
                            case JSON ->
                                    diagnosis.findings().stream()
                                            .map(FindingText::json)
                                            .collect(Collectors.joining(",\n", "[", "]"));
                            case NDJSON ->
                                    diagnosis.findings().stream()
                                            .map(FindingText::json)
                                            .collect(Collectors.joining("\n"));
                        });
        shell.out().flush();
        if (diagnosis.unreachable()) {
            return ExitCode.UNREACHABLE;
        }
        return diagnosis.errors().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private String summary() {
        int errors = diagnosis.errors().size();
        int warnings = diagnosis.of(Severity.WARNING).size();
        return errors == 0
                ? "Ready to run: no error, %d warnings.".formatted(warnings)
                : "Not ready to run: %d errors, %d warnings.".formatted(errors, warnings);
    }
}
