package io.stageline.benchmarks.report;

import io.stageline.benchmarks.Latency;
import io.stageline.benchmarks.Titles;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What Stageline has to reach, as ratios within one run.
final class Bars {
    private final List<Summary> summaries;

    Bars(List<Summary> summaries) {
        this.summaries = List.copyOf(summaries);
    }

    /// @param atLeast whether the figure has to be at least the bar, or at most
    private record Bar(
            String text, double wanted, boolean atLeast, String unit, OptionalDouble found) {
        String row() {
            boolean known = found.isPresent();
            boolean met =
                    known
                            && (atLeast
                                    ? found.getAsDouble() >= wanted
                                    : found.getAsDouble() <= wanted);
            return "| %s | %s %s %s | %s | %s |"
                    .formatted(
                            text,
                            atLeast ? "at least" : "at most",
                            number(wanted),
                            unit,
                            known ? number(found.getAsDouble()) + " " + unit : "–",
                            known ? met ? "yes" : "no" : "not measured");
        }

        private static String number(double value) {
            return value == Math.rint(value) ? "%,.0f".formatted(value) : "%,.2f".formatted(value);
        }
    }

    List<String> rows() {
        return Stream.concat(backlogs(), latencies()).map(Bar::row).toList();
    }

    private Stream<Bar> backlogs() {
        return Stream.of(
                new Bar(
                        "mixed, whole pipeline, against the tuned JDBC sink",
                        4,
                        true,
                        "×",
                        ratio("mixed", Titles.STAGELINE, "mixed", Titles.CONNECT)),
                new Bar(
                        "mixed, whole pipeline, against PostgreSQL's own",
                        0.6,
                        true,
                        "×",
                        ratio("mixed", Titles.STAGELINE, "mixed", Titles.POSTGRES)),
                new Bar(
                        "mixed, CPU for one row change, all processes and both databases",
                        50,
                        false,
                        "µs",
                        cpu("mixed", Titles.STAGELINE)),
                new Bar(
                        "mixed on a warm process, against the tuned JDBC sink, warm too",
                        4,
                        true,
                        "×",
                        ratio("warm", Titles.STAGELINE, "warm", Titles.CONNECT)),
                new Bar(
                        "mixed on a warm process, against PostgreSQL's own",
                        0.6,
                        true,
                        "×",
                        ratio("warm", Titles.STAGELINE, "warm", Titles.POSTGRES)),
                new Bar(
                        "mixed on a warm process, CPU for one row change, all processes and both databases",
                        50,
                        false,
                        "µs",
                        cpu("warm", Titles.STAGELINE)),
                new Bar(
                        "mixed, publish alone, against PostgreSQL's own",
                        1.5,
                        true,
                        "×",
                        ratio("mixed", Titles.PUBLISH, "mixed", Titles.POSTGRES)),
                new Bar(
                        "mixed on a warm process, publish alone, against PostgreSQL's own",
                        1.5,
                        true,
                        "×",
                        ratio("warm", Titles.PUBLISH, "warm", Titles.POSTGRES)),
                new Bar(
                        "hot rows, publish alone, against PostgreSQL's own",
                        5,
                        true,
                        "×",
                        ratio("hot", Titles.PUBLISH, "hot", Titles.POSTGRES)),
                new Bar(
                        "one giant transaction, against the mixed load",
                        1,
                        true,
                        "×",
                        ratio("giant", Titles.STAGELINE, "mixed", Titles.STAGELINE)));
    }

    private Stream<Bar> latencies() {
        return Stream.of(
                latency("200 transactions/s, commit to visible, p50", 15, true, Latency::p50),
                latency("200 transactions/s, commit to visible, p99", 50, true, Latency::p99),
                latency("single commits on an idle pipeline, p50", 15, false, Latency::p50),
                latency("single commits on an idle pipeline, p99", 50, false, Latency::p99));
    }

    private Bar latency(
            String text,
            double most,
            boolean paced,
            java.util.function.ToDoubleFunction<Latency> figure) {
        OptionalDouble found =
                summary("paced", Titles.STAGELINE)
                        .map(summary -> summary.latency(paced, figure))
                        .findFirst()
                        .orElse(OptionalDouble.empty());
        return new Bar(text, most, false, "ms", found);
    }

    private OptionalDouble cpu(String workload, String peer) {
        return summary(workload, peer)
                .map(Summary::cpuMicros)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    /// Of two rates.
    OptionalDouble ratio(String workload, String peer, String otherWorkload, String otherPeer) {
        OptionalDouble one = rate(workload, peer);
        OptionalDouble other = rate(otherWorkload, otherPeer);
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    private OptionalDouble rate(String workload, String peer) {
        return summary(workload, peer)
                .map(Summary::rate)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    private Stream<Summary> summary(String workload, String peer) {
        return summaries.stream()
                .filter(summary ->
                        summary.workload().equals(workload) && summary.peer().equals(peer));
    }
}
