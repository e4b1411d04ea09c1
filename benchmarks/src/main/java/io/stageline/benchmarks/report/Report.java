package io.stageline.benchmarks.report;

import io.stageline.benchmarks.Circumstances;
import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Latency;
import io.stageline.benchmarks.Titles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/// All figures of one run as Markdown: ratios first, then each workload, then each process.
public final class Report {
    private static final String BEGIN = "<!-- figures: written by ./benchmark --write -->";
    private static final String END = "<!-- end of the figures -->";

    private final List<Summary> summaries;
    private final Bars bars;
    private final Circumstances circumstances;

    public Report(Collection<Figure> figures, Circumstances circumstances) {
        this.summaries = Summary.of(figures);
        this.bars = new Bars(summaries);
        this.circumstances = circumstances;
    }

    public String markdown() {
        var lines = new ArrayList<String>();
        lines.add("### Stageline against its bars\n");
        lines.add("| bar | wanted | measured | met |\n|---|---|---|---|");
        lines.addAll(bars.rows());
        lines.add("\n### Backlogs drained\n");
        lines.add(
                "| load | who | × PostgreSQL's own | × JDBC sink | row changes/s | spread | CPU µs per change | databases |\n"
                        + "|---|---|---|---|---|---|---|---|");
        summaries.stream().filter(Report::isBacklog).map(this::backlogRow).forEach(lines::add);
        lines.add("\n### Commit to visible\n");
        lines.add(
                "| who | 200/s p50 ms | 200/s p99 ms | single p50 ms | single p99 ms | databases |\n|---|---|---|---|---|---|");
        summaries.stream()
                .filter(summary -> !isBacklog(summary))
                .map(Report::latencyRow)
                .forEach(lines::add);
        lines.add("\n### Each process\n");
        lines.add(
                "| load | who | process | CPU µs per change | peak memory MiB |\n|---|---|---|---|---|");
        summaries.forEach(summary -> lines.addAll(processRows(summary)));
        lines.add("\n### Circumstances\n");
        lines.add(circumstancesText());
        return String.join("\n", lines) + "\n";
    }

    /// Puts the figures in their place in a page.
    public void writeInto(Path page) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no place for the figures");
        }
        Files.writeString(
                page,
                text.substring(0, begin)
                        + BEGIN
                        + "\n\n"
                        + markdown()
                        + "\n"
                        + text.substring(end));
    }

    private static boolean isBacklog(Summary summary) {
        return !summary.workload().equals("paced");
    }

    private String backlogRow(Summary summary) {
        String load = summary.workload();
        String who = summary.peer();
        if (summary.fault().isPresent()) {
            return "| %s | %s | – | – | – | – | – | %s |"
                    .formatted(load, who, cell(summary.fault().get()));
        }
        return "| %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        load,
                        who,
                        number("%.2f", bars.ratio(load, who, load, Titles.POSTGRES)),
                        number("%.2f", bars.ratio(load, who, load, Titles.CONNECT)),
                        number("%,.0f", summary.rate()),
                        summary.spread().orElse("–"),
                        number("%.1f", summary.cpuMicros()),
                        summary.verdict());
    }

    private static String latencyRow(Summary summary) {
        if (summary.fault().isPresent()) {
            return "| %s | – | – | – | – | %s |"
                    .formatted(summary.peer(), cell(summary.fault().get()));
        }
        return "| %s | %s | %s | %s | %s | %s |"
                .formatted(
                        summary.peer(),
                        number("%.1f", summary.latency(true, Latency::p50)),
                        number("%.1f", summary.latency(true, Latency::p99)),
                        number("%.1f", summary.latency(false, Latency::p50)),
                        number("%.1f", summary.latency(false, Latency::p99)),
                        summary.verdict());
    }

    private static List<String> processRows(Summary summary) {
        return summary.processes().stream()
                .filter(process -> summary.fault().isEmpty())
                .map(process ->
                        "| %s | %s | %s | %s | %s |"
                                .formatted(
                                        summary.workload(),
                                        summary.peer(),
                                        process,
                                        number("%.1f", summary.cpuMicros(process)),
                                        number("%,.0f", megabytes(summary.peakBytes(process)))))
                .toList();
    }

    private static OptionalDouble megabytes(OptionalDouble bytes) {
        return bytes.isPresent()
                ? OptionalDouble.of(bytes.getAsDouble() / (1 << 20))
                : OptionalDouble.empty();
    }

    private String circumstancesText() {
        return """
        - command: `%s`
        - machine: %s
        - versions: %s
        - begun: %s, load average then %s
        - noise: %s\
        """
                .formatted(
                        circumstances.command(),
                        circumstances.machine(),
                        circumstances.versions(),
                        circumstances.date(),
                        circumstances.load(),
                        circumstances.noise());
    }

    private static String number(String format, OptionalDouble value) {
        return value.isPresent() ? format.formatted(value.getAsDouble()) : "–";
    }

    private static String cell(String text) {
        return text.replace("|", "/").replace("\n", " ");
    }
}
