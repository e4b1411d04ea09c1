package io.stageline.operator;

import io.stageline.configuration.ConfigurationText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline config`: looks at a configuration without touching any server.
@Command(
        name = "config",
        description = "Show or validate a configuration file.",
        synopsisSubcommandLabel = "(show | validate)",
        footer = {
            "%nExamples:",
            "  stageline config validate --config stageline.yaml",
            "  stageline config show --config stageline.yaml"
        })
final class ConfigCommand {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli

    @Command(
            name = "show",
            description =
                    "Print the effective configuration: defaults filled in, environment applied, secrets masked.",
            footer = {
                "%nExamples:",
                "  stageline config show --config stageline.yaml",
                "  STAGELINE_PUBLISHER_BATCH_ROWS=100 stageline config show -c stageline.yaml"
            })
    static final class Show implements Callable<Integer> {
        @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
        @Mixin private final ConfigOption config = new ConfigOption();
        private final Shell shell;

        Show(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            shell.out().print(ConfigurationText.show(config.read(shell.environment())));
            shell.out().flush();
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "validate",
            description = "Tell everything that is wrong with a configuration, all at once.",
            footer = {
                "%nExamples:",
                "  stageline config validate --config stageline.yaml",
                "  stageline config validate -c stageline.yaml && systemctl restart stageline"
            })
    static final class Validate implements Callable<Integer> {
        @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
        @Mixin private final ConfigOption config = new ConfigOption();
        private final Shell shell;

        Validate(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            StagelineConfig read = config.read(shell.environment());
            shell.out().println(config.file() + " is valid: pipeline " + read.pipeline());
            return ExitCode.DONE.code();
        }
    }
}
