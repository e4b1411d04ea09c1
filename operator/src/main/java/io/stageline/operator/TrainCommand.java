package io.stageline.operator;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.configuration.ConfigurationFile;
import io.stageline.database.Database;
import io.stageline.embedded.EmbeddedServerException;
import io.stageline.operator.demo.BusyDay;
import io.stageline.operator.demo.DemoFolder;
import io.stageline.operator.demo.DemoKind;
import io.stageline.operator.demo.DemoServers;
import io.stageline.operator.pipeline.Parts;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline train`: the work of `run` on made-up changes. The script beside it lets the JVM record what is loaded, linked and
/// hot meanwhile, and makes of it the cache that later starts use.
@Command(
        name = "train",
        description = {
            "Make later starts of `run`, `capture` and `publish` quick: a minute's work, once after an installation or update.",
            "Publishes some tens of thousands of made-up changes between two servers in a temporary folder, and keeps what the JVM"
                    + " learned by it beside Stageline's jars. Touches no database of yours."
        },
        footer = {"%nExamples:", "  stageline train"})
final class TrainCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    TrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        logging.applyQuietly(shell);
        shell.err().println("Publishing made-up changes between two servers of its own ...");
        try (DemoFolder folder = DemoFolder.open(Optional.empty());
                DemoServers servers = DemoServers.start(DemoKind.postgres(), folder.path())) {
            return train(
                    ConfigurationFile.parse(
                            servers.configuration(), StagelineConfig.class, Map.of()));
        } catch (EmbeddedServerException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (IOException | ChangeLogException | SQLException e) {
            throw new CommandFailure(Failures.exitCode(e), String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL.code();
        }
    }

    /// Twice, because the first one makes the slot, and only what is committed behind it is published.
    private int train(StagelineConfig config) throws SQLException {
        var run = new PipelineRun(shell.silenced()); // what it finds to say is of no use here
        ExitCode _ = run.once(config, Parts.BOTH, TIMEOUT);
        BusyDay.work(new Database("stageline train", config.staging()));
        return run.once(config, Parts.BOTH, TIMEOUT).code();
    }
}
