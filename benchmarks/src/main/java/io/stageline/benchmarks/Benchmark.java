package io.stageline.benchmarks;

import io.stageline.benchmarks.peer.Peers;
import io.stageline.benchmarks.report.Report;
import io.stageline.benchmarks.site.Servers;
import io.stageline.benchmarks.workload.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./benchmark`: the one main of the harness, which ends its process as Stageline's own does. It is no part of what is installed.
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = {
            "Measures Stageline side by side with peers, in one run on this machine with servers of its own.",
            "Figures go to the standard output, progress to the standard error. A figure over unequal databases is void."
        })
public final class Benchmark implements Callable<Integer> {
    private static final int NOT_SOUND = 5;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "Which loads: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Workloads> workloads = List.of(Workloads.values());

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "Who is measured: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Peers> peers = List.of(Peers.values());

    @Option(
            names = "--scale",
            defaultValue = "1",
            description =
                    "Size of the loads; 1 is 100,000 small transactions. Default: ${DEFAULT-VALUE}.")
    private double scale = 1;

    @Option(
            names = "--runs",
            defaultValue = "1",
            description =
                    "How often each is measured; medians are shown. Default: ${DEFAULT-VALUE}.")
    private int runs = 1;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the loads. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Longest time of one measurement. Default: ${DEFAULT-VALUE}.")
    private int limitSeconds = 300;

    @Option(
            names = "--minutes",
            defaultValue = "60",
            description =
                    "After this time no other measurement begins; what is left is shown as such. Default: ${DEFAULT-VALUE}.")
    private int minutes = 60;

    @Option(
            names = "--stageline",
            paramLabel = "FILE",
            description = "The program to measure. Default: ./stageline of this source tree.")
    private Path stageline = Path.of("");

    @Option(names = "--home", hidden = true, description = "The folder of the project.")
    private Path home = Path.of("").toAbsolutePath();

    @Option(
            names = "--keep",
            description =
                    "Keep the folder with the servers' and peers' files, and say where it is.")
    private boolean keep;

    @Option(names = "--write", description = "Put the figures into docs/performance.md, too.")
    private boolean write;

    private final List<String> commandLine;

    private Benchmark(String... arguments) {
        commandLine = Stream.concat(Stream.of("./benchmark"), withoutHome(arguments)).toList();
    }

    /// What a person typed: the script puts `--home FOLDER` before it.
    private static Stream<String> withoutHome(String... arguments) {
        return Stream.of(arguments)
                .skip(arguments.length > 1 && arguments[0].equals("--home") ? 2 : 0);
    }

    public static void main(String[] arguments) {
        var commandLine = new CommandLine(new Benchmark(arguments));
        commandLine.addSubcommand(
                new CommandLine(new JmhCommand()).setUnmatchedOptionsArePositionalParams(true));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, SQLException {
        var progress = new PrintWriter(System.err, true, System.err.charset());
        Path folder = Files.createTempDirectory("stageline-benchmark");
        try {
            Result result = measure(folder, progress);
            System.out.print(result.report().markdown());
            if (write) {
                result.report().writeInto(home.resolve("docs/performance.md"));
            }
            return result.sound() ? 0 : NOT_SOUND;
        } finally {
            if (keep) {
                progress.println("Everything is in " + folder);
            } else {
                Folder.delete(folder);
            }
        }
    }

    /// @param sound whether every figure counts
    private record Result(Report report, boolean sound) {}

    private Result measure(Path folder, PrintWriter progress) throws SQLException, IOException {
        String date = ZonedDateTime.now(ZoneOffset.UTC).format(DATE);
        String load = Machine.load();
        var choices = choices();
        try (Servers servers = Servers.start(folder.resolve("servers"))) {
            var session = new Session(choices, folder, progress);
            List<Figure> figures = session.measure(servers);
            var circumstances =
                    new Circumstances(
                            String.join(" ", commandLine),
                            Machine.description(),
                            Machine.version(choices.stageline())
                                    + ", PostgreSQL "
                                    + servers.version(),
                            date,
                            load,
                            session.noise());
            return new Result(
                    new Report(figures, circumstances), figures.stream().allMatch(Figure::counts));
        }
    }

    private Choices choices() {
        Path program =
                stageline.toString().isEmpty()
                        ? home.resolve("stageline")
                        : stageline.toAbsolutePath();
        return new Choices(
                workloads,
                peers,
                scale,
                runs,
                seed,
                List.of(program.toString()),
                home.resolve("benchmarks/connect/target/class-path"),
                Duration.ofSeconds(limitSeconds),
                Duration.ofMinutes(minutes));
    }
}
