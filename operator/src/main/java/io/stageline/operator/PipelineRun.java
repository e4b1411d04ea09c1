package io.stageline.operator;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.conflict.Conflict;
import io.stageline.embedded.EmbeddedServerException;
import io.stageline.operator.holds.ConflictText;
import io.stageline.operator.metrics.AddressException;
import io.stageline.operator.metrics.Metrics;
import io.stageline.operator.metrics.Reading;
import io.stageline.operator.pipeline.End;
import io.stageline.operator.pipeline.Goal;
import io.stageline.operator.pipeline.Parts;
import io.stageline.operator.pipeline.Pipeline;
import io.stageline.operator.pipeline.Progress;
import io.stageline.operator.pipeline.Pulse;
import io.stageline.publisher.Holding;
import io.stageline.publisher.PublishStatus;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `run`, `capture` and `publish` at work: starts what is needed, watches it, and ends in order.
final class PipelineRun {
    private static final Logger log = LoggerFactory.getLogger(PipelineRun.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Shell shell;
    private final Clock clock = Clock.systemUTC();

    PipelineRun(Shell shell) {
        this.shell = shell;
    }

    /// Runs until stopped.
    ExitCode untilStopped(StagelineConfig config, Parts parts) {
        return with(
                config,
                parts,
                Preflight.WITHOUT_KAFKA,
                (pipeline, _) -> {
                    var progress = new Progress(shell.err(), shell.live());
                    Optional<End> end = Optional.empty();
                    while (end.isEmpty()) {
                        progress.show(pipeline.pulse());
                        end = pipeline.endWithin(LOOK_EVERY);
                    }
                    progress.clear();
                    return exitCode(end.get());
                });
    }

    /// Publishes everything up to now.
    ExitCode once(StagelineConfig config, Parts parts, Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        return with(
                config,
                parts,
                Preflight.NOTHING,
                (pipeline, effective) -> {
                    var watch = new OnceWatch(pipeline, deadlineNanos, progress());
                    return conclude(watch.await(() -> goal(effective, parts)));
                });
    }

    private Progress progress() {
        return new Progress(shell.err(), shell.live());
    }

    private static Goal goal(StagelineConfig config, Parts parts) throws SQLException {
        return parts == Parts.BOTH
                ? Goal.everythingCommitted(config)
                : Goal.everythingCaptured(config);
    }

    private ExitCode conclude(OnceWatch.Outcome outcome) {
        Optional<PublishStatus> publisher = refuseUnlessPublished(outcome).publisher();
        publisher.ifPresent(status -> shell.out().println(summary(status)));
        Optional<Holding> held = publisher.flatMap(PublishStatus::holding).filter(Holding::any);
        if (held.isPresent()) {
            throw new CommandFailure(ExitCode.CONFLICTS, held.get().sentence());
        }
        return ExitCode.DONE;
    }

    /// @throws CommandFailure that says why not everything is published
    static Pulse refuseUnlessPublished(OnceWatch.Outcome outcome) {
        return switch (outcome) {
            case OnceWatch.Outcome.Published(Pulse pulse) -> pulse;
            case OnceWatch.Outcome.Halted(Conflict conflict) ->
                    throw new CommandFailure(ExitCode.CONFLICTS, ConflictText.of(conflict));
            case OnceWatch.Outcome.TimedOut _ ->
                    throw new CommandFailure(
                            ExitCode.TIMED_OUT, "Not everything was published in time");
            case OnceWatch.Outcome.Ended(End end) -> {
                ExitCode _ = exitCode(end);
                throw new CommandFailure(
                        ExitCode.TIMED_OUT, "Stopped before everything was published");
            }
        };
    }

    private static String summary(PublishStatus publisher) {
        return "published up to %s: %,d transactions, %,d rows"
                .formatted(publisher.sequence(), publisher.transactions(), publisher.rows());
    }

    private interface Work {
        ExitCode with(Pipeline pipeline, StagelineConfig effective)
                throws InterruptedException, SQLException;
    }

    private ExitCode with(StagelineConfig config, Parts parts, Set<String> canWait, Work work) {
        shell.stop().whenRequested(() -> log.info("Stopping: what is begun is finished first"));
        Preflight.refuseErrors(config, parts, canWait, shell);
        Optional<Metrics> metrics = metrics(config);
        try (ChangeLogHome home = ChangeLogHome.open(config.changeLog())) {
            StagelineConfig effective = config.withBootstrapServers(home.bootstrapServers());
            if (shell.stop().isRequested()) {
                return ExitCode.DONE;
            }
            try (Pipeline pipeline = Pipeline.start(effective, parts, clock)) {
                shell.stop().whenRequested(pipeline::stop);
                metrics.ifPresent(it -> it.tell(() -> reading(pipeline.pulse()), clock));
                return work.with(pipeline, effective);
            }
        } catch (EmbeddedServerException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (ChangeLogException | SQLException e) {
            throw new CommandFailure(Failures.exitCode(e), String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE;
        } finally {
            metrics.ifPresent(Metrics::close);
        }
    }

    /// Before anything is started: a second pipeline at the same address shall not take the reign from the first and then end.
    private static Optional<Metrics> metrics(StagelineConfig config) {
        try {
            return Metrics.serve(config.metrics(), config.pipeline(), VersionCommand.ofStageline());
        } catch (AddressException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        }
    }

    private static Reading reading(Pulse pulse) {
        return new Reading(pulse.capture(), pulse.publisher(), pulse.publishLag());
    }

    /// @throws CommandFailure unless it was stopped in order
    static ExitCode exitCode(End end) {
        return switch (end) {
            case End.Stopped _ -> ExitCode.DONE;
            case End.Refused(String message) -> throw new CommandFailure(ExitCode.REFUSED, message);
            case End.Failed(String message, Throwable cause) ->
                    throw new CommandFailure(Failures.exitCode(cause), message, cause);
        };
    }
}
