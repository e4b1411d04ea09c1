package io.stageline.operator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The one main. Runs a command and ends the process with its exit code; nothing else in Stageline ends the process.
@Command(
        name = "stageline",
        description = "Publishes a staging database to production, continuously and safely.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "%nExamples:",
            "  stageline demo                               see it work; needs nothing but this machine",
            "  stageline config validate -c stageline.yaml  is the configuration right?",
            "  stageline doctor -c stageline.yaml           are the databases ready?",
            "  stageline run -c stageline.yaml              publish until stopped",
            "  stageline status -c stageline.yaml           how far is it?",
            "  stageline holds list -c stageline.yaml       what waits for a decision?",
            "%nEach command has its own --help."
        })
public final class Stageline implements Runnable {
    private static final Duration STOP_MAX = Duration.ofSeconds(90);

    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Spec private CommandSpec spec = CommandSpec.create();

    private Stageline() {}

    public static void main(String[] arguments) {
        var stop = new StopRequest();
        var ended = new CompletableFuture<Integer>();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> endInOrder(stop, ended), "stageline-stop"));
        int exitCode;
        try {
            exitCode = execute(Shell.ofProcess(stop), arguments);
        } catch (Error e) { // servers of ours would keep the process alive
            e.printStackTrace();
            exitCode = ExitCode.INTERNAL.code();
        }
        ended.complete(exitCode);
        System.exit(exitCode);
    }

    /// Runs one command and returns its exit code.
    static int execute(Shell shell, String... arguments) {
        var problems = new Problems();
        var root = new CommandLine(new Stageline());
        root.addSubcommand(new DemoCommand(shell));
        root.addSubcommand(new RunCommand(shell));
        root.addSubcommand(new CaptureCommand(shell));
        root.addSubcommand(new PublishCommand(shell));
        root.addSubcommand(new DoctorCommand(shell));
        root.addSubcommand(new StatusCommand(shell));
        root.addSubcommand(HoldsCommand.of(shell));
        root.addSubcommand(
                new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCommand.Show(shell))
                        .addSubcommand(new ConfigCommand.Validate(shell)));
        root.addSubcommand(new TrainCommand(shell));
        root.addSubcommand(new VersionCommand(shell));
        allCommands(root).forEach(Stageline::addExitCodes);
        return root.setOut(shell.out())
                .setErr(shell.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(problems)
                .setExecutionExceptionHandler(problems)
                .execute(arguments);
    }

    private static Stream<CommandLine> allCommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(Stageline::allCommands));
    }

    private static void addExitCodes(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.texts());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }

    /// SIGTERM and Ctrl-C: the command drains what it has begun, and its exit code is ours instead of the signal's.
    private static void endInOrder(StopRequest stop, CompletableFuture<Integer> ended) {
        if (ended.isDone() || !stop.request()) {
            return;
        }
        try {
            Runtime.getRuntime().halt(ended.get(STOP_MAX.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException _) {
            System.err.println("stageline: did not stop in time; what was begun is not committed");
            Runtime.getRuntime().halt(ExitCode.TIMED_OUT.code());
        } catch (ExecutionException | InterruptedException _) {
            Runtime.getRuntime().halt(ExitCode.INTERNAL.code());
        }
    }
}
