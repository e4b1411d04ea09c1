package io.stageline.operator;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.configuration.ConfigurationFile;
import io.stageline.database.Database;
import io.stageline.embedded.EmbeddedServerException;
import io.stageline.operator.demo.Comparison;
import io.stageline.operator.demo.DemoFolder;
import io.stageline.operator.demo.DemoKind;
import io.stageline.operator.demo.DemoServers;
import io.stageline.operator.demo.Edit;
import io.stageline.operator.demo.Editor;
import io.stageline.operator.pipeline.Goal;
import io.stageline.operator.pipeline.Parts;
import io.stageline.operator.pipeline.Pipeline;
import io.stageline.operator.pipeline.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// `demo` at work: starts the servers, lets the editor edit and the pipeline publish, tells what happens.
final class DemoRun {
    private static final int TRANSACTIONS = 600;
    private static final int ALL_PRICES_EVERY = 60;

    private final Shell shell;
    private final long seed;
    private final Optional<Path> wishedFolder;
    private final DemoKind kind;
    private final Clock clock = Clock.systemUTC();

    DemoRun(Shell shell, long seed, Optional<Path> wishedFolder, DemoKind kind) {
        this.shell = shell;
        this.seed = seed;
        this.wishedFolder = wishedFolder;
        this.kind = kind;
    }

    /// The fixed scenario.
    ExitCode once(Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        return with((pipeline, config) -> {
            var watch = new OnceWatch(pipeline, deadlineNanos, progress());
            long startedNanos = System.nanoTime();
            Played played = new Played(0, 0);
            if (watch.streams()) {
                played = play(config);
            }
            OnceWatch.Outcome outcome = watch.await(() -> Goal.everythingCommitted(config));
            PipelineRun.refuseUnlessPublished(outcome);
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            return compare(config, played, took);
        });
    }

    private record Played(int transactions, int rows) {}

    private Played play(StagelineConfig config) throws SQLException {
        int rows = 0;
        try (Editor editor = Editor.open(staging(config), seed)) {
            for (int i = 1; i <= TRANSACTIONS && !shell.stop().isRequested(); i++) {
                Edit edit = i % ALL_PRICES_EVERY == 0 ? editor.changeAllPrices() : editor.next();
                rows += edit.rows();
            }
        }
        return new Played(TRANSACTIONS, rows);
    }

    private ExitCode compare(StagelineConfig config, Played played, Duration took)
            throws SQLException {
        var production = new Database("stageline demo", config.production());
        Comparison comparison = Comparison.of(staging(config), production, config.tables());
        comparison.differences().forEach(shell.err()::println);
        shell.out()
                .println(
                        "demo: %,d transactions with %,d row changes published in %.1f s; %s: %,d rows in %d tables (seed %d)"
                                .formatted(
                                        played.transactions(),
                                        played.rows(),
                                        took.toMillis() / 1000.0,
                                        comparison.equal() ? "equal" : "DIFFERENT",
                                        comparison.rows(),
                                        comparison.tables(),
                                        seed));
        return comparison.equal() ? ExitCode.DONE : ExitCode.DIFFERENCES;
    }

    /// Live, with a conflict on purpose.
    ExitCode untilStopped() {
        return with((pipeline, config) -> {
            try (var show = new DemoShow(shell, seed, config, pipeline)) {
                return show.untilStopped();
            }
        });
    }

    private interface Work {
        ExitCode with(Pipeline pipeline, StagelineConfig config)
                throws InterruptedException, SQLException;
    }

    private ExitCode with(Work work) {
        shell.err()
                .println(
                        "Starting staging and production (%s) and the change log (Kafka); seed %d"
                                .formatted(kind.product(), seed));
        shell.stop().whenRequested(() -> shell.err().println("\nStopping ..."));
        try (DemoFolder folder = DemoFolder.open(wishedFolder);
                DemoServers servers = DemoServers.start(kind, folder.path())) {
            StagelineConfig config =
                    ConfigurationFile.parse(
                            servers.configuration(), StagelineConfig.class, Map.of());
            if (shell.stop().isRequested()) {
                return ExitCode.DONE;
            }
            try (Pipeline pipeline = Pipeline.start(config, Parts.BOTH, clock)) {
                shell.stop().whenRequested(pipeline::stop);
                tellWhere(servers);
                return work.with(pipeline, config);
            }
        } catch (EmbeddedServerException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (IOException | ChangeLogException | SQLException e) {
            throw new CommandFailure(Failures.exitCode(e), String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE;
        }
    }

    private void tellWhere(DemoServers servers) {
        shell.err()
                .println(
                        "Ready %.1f s after the start."
                                .formatted(sinceStart().toMillis() / 1000.0));
        servers.addresses().forEach(line -> shell.err().println("  " + line));
        shell.err().flush();
    }

    /// Since this process was started, the JVM's own start included.
    static Duration sinceStart() {
        Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        return Duration.between(start, Instant.now());
    }

    private static Database staging(StagelineConfig config) {
        return new Database("stageline demo editor", config.staging());
    }

    private Progress progress() {
        return new Progress(shell.err(), shell.live());
    }
}
