package io.stageline.benchmarks;

import io.stageline.benchmarks.meter.Noise;
import io.stageline.benchmarks.peer.Peer;
import io.stageline.benchmarks.peer.Peers;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.Servers;
import io.stageline.benchmarks.site.Site;
import io.stageline.benchmarks.workload.Workload;
import io.stageline.benchmarks.workload.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One run of the benchmark: each workload is written once, and each peer drains it in turn. A peer that fails is a row of the
/// report, not the end.
final class Session {
    private final Choices choices;
    private final Path folder;
    private final PrintWriter progress;
    private final Noise noise = new Noise();
    private final long begin = System.nanoTime();
    private final List<Figure> figures = new ArrayList<>();

    Session(Choices choices, Path folder, PrintWriter progress) {
        this.choices = choices;
        this.folder = folder;
        this.progress = progress;
    }

    /// Measures everything chosen, on servers that live as long as this takes.
    List<Figure> measure(Servers servers) throws SQLException {
        for (Workloads each : choices.workloads()) {
            if (timeIsUp()) {
                progress.println(each + ": left out, the time is up");
                continue;
            }
            Workload workload = each.of(choices.scale());
            progress.printf(
                    "%s: writing %,d transactions with %,d row changes%n",
                    workload.name(), workload.transactions(), workload.changes());
            Backlog backlog = Backlog.write(servers, workload, choices.seed());
            for (int run = 1; run <= choices.runs(); run++) {
                for (Peers peer : choices.peers()) {
                    measure(each, backlog, peer, run);
                }
            }
            backlog.discard();
        }
        return List.copyOf(figures);
    }

    /// How evenly the machine worked.
    String noise() {
        return noise.sentence();
    }

    private void measure(Workloads kind, Backlog backlog, Peers peer, int run) {
        String workload = backlog.workload().name();
        String name = peer.name().toLowerCase(Locale.ROOT);
        noise.look();
        progress.printf("%s: %s, run %d of %d%n", workload, name, run, choices.runs());
        List<Figure> measured;
        try {
            measured =
                    timeIsUp()
                            ? failed(backlog, name, "not begun: the time was up")
                            : measured(kind, peer.peer(), site(backlog, name + "-" + run));
        } catch (SQLException | IOException | RuntimeException e) {
            measured = failed(backlog, name, e.toString());
        }
        measured.forEach(figure -> progress.println("    " + figure.sentence()));
        figures.addAll(measured);
    }

    private boolean timeIsUp() {
        return System.nanoTime() - begin > choices.most().toNanos();
    }

    private Site site(Backlog backlog, String name) {
        return new Site(
                backlog,
                folder.resolve(backlog.workload().name() + "-" + name),
                choices.stageline(),
                choices.connectClassPath(),
                choices.limit());
    }

    private static List<Figure> failed(Backlog backlog, String peer, String reason) {
        return List.of(
                new Figure(
                        backlog.workload().name(),
                        peer,
                        backlog.workload().changes(),
                        new Outcome.Failed(reason)));
    }

    private static List<Figure> measured(Workloads kind, Peer peer, Site site)
            throws SQLException, IOException {
        return switch (kind) {
            case MIXED, HOT, BULK, GIANT -> peer.drain(site);
            case WARM -> peer.warm(site);
            case PACED -> peer.pace(site);
        };
    }
}
