package io.stageline.operator;

import io.stageline.operator.demo.DemoKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stageline demo`: everything on this machine, with nothing to prepare.
@Command(
        name = "demo",
        description = {
            "See Stageline work: staging, production and the change log on this machine, a small shop in both databases,"
                    + " an editor who changes staging, and every commit published.",
            "Runs until Ctrl-C. With --once a fixed scenario is played and both databases are compared row by row."
        },
        footer = {
            "%nExamples:",
            "  stageline demo",
            "  stageline demo --once            exit code 0 only if both databases are equal at the end",
            "  stageline demo --once --seed 42  the same edits again",
            "  stageline demo --data-dir demo   keep the databases",
            "  stageline demo --mysql           with MySQL servers instead of PostgreSQL's"
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    @Option(
            names = "--once",
            description = "Play a fixed scenario, publish it, compare both databases, exit.")
    private boolean once;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Seed of the editor's choices. Default: a random one, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description =
                    "Where the servers keep their data; the demo goes on there. Default: a temporary folder.")
    private @Nullable Path folder;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "With --once: give up after this long. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofMinutes(5);

    @Option(
            names = "--mysql",
            description =
                    "With MySQL: of the program mysqld that this machine has, else of the Docker image mysql:9.7 if it is there.")
    private boolean mySql;

    @Option(
            names = "--mysqld",
            paramLabel = "FILE",
            description = "With MySQL, of this program. Default: STAGELINE_MYSQLD, else the path.")
    private @Nullable Path program;

    @Option(
            names = "--mysql-servers",
            paramLabel = "URL",
            split = ",",
            description =
                    "With MySQL, on two running servers: staging's and production's JDBC URL, like jdbc:mysql://host:3306/?user=root&password=secret. Makes a database shop on each.")
    private List<String> servers = List.of();

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        logging.applyQuietly(shell);
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        var demo = new DemoRun(shell, chosen, Optional.ofNullable(folder), kind());
        return (once ? demo.once(timeout) : demo.untilStopped()).code();
    }

    private DemoKind kind() {
        if (!mySql && program == null && servers.isEmpty()) {
            return DemoKind.postgres();
        }
        if (!servers.isEmpty() && servers.size() != 2) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--mysql-servers takes two URLs: staging's and production's");
        }
        try {
            return DemoKind.mySql(servers, Optional.ofNullable(program));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
        }
    }
}
