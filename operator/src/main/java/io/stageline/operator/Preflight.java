package io.stageline.operator;

import io.stageline.capture.CaptureSettings;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.embedded.EmbeddedBroker;
import io.stageline.operator.doctor.Diagnosis;
import io.stageline.operator.doctor.Doctor;
import io.stageline.operator.doctor.Finding;
import io.stageline.operator.doctor.Severity;
import io.stageline.operator.pipeline.Parts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The doctor's examination of a configured pipeline, and what a start makes of it.
final class Preflight {
    static final Set<String> NOTHING = Set.of();

    /// A service may start before its Kafka: the halves check the topic themselves when they reach it, and try for as long as
    /// `retry-for` says. What is checked of the databases is checked here only, so these must be there.
    static final Set<String> WITHOUT_KAFKA = Set.of("change-log.unreachable");

    private Preflight() {}

    static Diagnosis examine(StagelineConfig config) {
        var names =
                new CaptureSettings(
                                config.pipeline(),
                                config.staging(),
                                config.tables(),
                                config.capture())
                        .names();
        return new Doctor(
                        config.staging(),
                        config.production(),
                        config.tables(),
                        topic(config),
                        names,
                        config.publisher().foreignKeyCheck())
                .examine();
    }

    /// An embedded broker can be asked only while its `run` runs.
    private static Optional<ChangeLogTopic> topic(StagelineConfig config) {
        Optional<ChangeLogConfig> reachable =
                config.changeLog().embedded()
                        ? EmbeddedBroker.runningOn(config.changeLog().dataDir())
                                .map(config.changeLog()::withBootstrapServers)
                        : Optional.of(config.changeLog());
        return reachable.map(changeLog -> new ChangeLogTopic(changeLog, config.pipeline()));
    }

    /// Lets a start go on, or not. Warnings are told, errors stop it; a half that runs alone needs only its own servers.
    ///
    /// @param canWait errors that time may heal: told, and no reason to stop
    /// @throws CommandFailure with the findings that keep the pipeline from starting
    static void refuseErrors(
            StagelineConfig config, Parts parts, Set<String> canWait, Shell shell) {
        Diagnosis diagnosis = examine(config);
        List<Finding> errors =
                diagnosis.errors().stream()
                        .filter(finding -> concerns(finding, parts))
                        .filter(finding -> !canWait.contains(finding.id()))
                        .toList();
        if (errors.isEmpty()) {
            List<Finding> warnings =
                    diagnosis.findings().stream()
                            .filter(finding ->
                                    finding.severity() == Severity.WARNING
                                            || canWait.contains(finding.id()))
                            .toList();
            if (!warnings.isEmpty()) {
                shell.err().println(FindingText.of(warnings));
                shell.err().flush();
            }
            return;
        }
        boolean unreachable =
                errors.stream().anyMatch(finding -> finding.id().endsWith(".unreachable"));
        throw new CommandFailure(
                unreachable ? ExitCode.UNREACHABLE : ExitCode.REFUSED,
                "not started, because of\n" + FindingText.of(errors));
    }

    private static boolean concerns(Finding finding, Parts parts) {
        return switch (parts) {
            case BOTH -> true;
            case CAPTURE -> !finding.id().startsWith("production.");
            case PUBLISHER -> !finding.id().startsWith("staging.");
        };
    }
}
