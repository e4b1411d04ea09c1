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
                ? "Ready to run: no error, %s.".formatted(count(warnings, "warning"))
                : "Not ready to run: %s, %s."
                        .formatted(count(errors, "error"), count(warnings, "warning"));
    }

    private static String count(int number, String noun) {
        return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }
}
