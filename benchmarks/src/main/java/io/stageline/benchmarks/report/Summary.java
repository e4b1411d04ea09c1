package io.stageline.benchmarks.report;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Latency;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.Use;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// All runs of one peer with one workload: medians, or why there are none. One unequal or failed run spoils them all.
record Summary(String workload, String peer, List<Figure> figures) {
    Summary {
        figures = List.copyOf(figures);
    }

    static List<Summary> of(Collection<Figure> figures) {
        return figures.stream()
                .collect(
                        Collectors.groupingBy(
                                figure -> Map.entry(figure.workload(), figure.peer()),
                                LinkedHashMap::new,
                                Collectors.toList()))
                .entrySet()
                .stream()
                .map(each ->
                        new Summary(
                                each.getKey().getKey(), each.getKey().getValue(), each.getValue()))
                .toList();
    }

    /// What voids the figures; empty if nothing does.
    Optional<String> fault() {
        return figures.stream()
                .map(Figure::outcome)
                .map(Summary::fault)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> fault(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unequal(String difference) ->
                    Optional.of("**VOID**, the databases differ: " + difference);
            case Outcome.Failed(String reason) -> Optional.of("failed: " + reason);
            case Outcome.Measured _, Outcome.Paced _ -> Optional.empty();
        };
    }

    long changes() {
        return figures.getFirst().changes();
    }

    /// Row changes a second.
    OptionalDouble rate() {
        return median(measured -> changes() / measured.seconds());
    }

    /// Lowest and highest rate of the runs.
    Optional<String> spread() {
        double[] rates = rates().sorted().toArray();
        return rates.length < 2 || fault().isPresent()
                ? Optional.empty()
                : Optional.of("%,.0f–%,.0f".formatted(rates[0], rates[rates.length - 1]));
    }

    private DoubleStream rates() {
        return measured().stream().mapToDouble(measured -> changes() / measured.seconds());
    }

    OptionalDouble cpuMicros() {
        return median(measured -> measured.cpuSeconds() * 1e6 / changes());
    }

    /// CPU time of one process for one row change.
    OptionalDouble cpuMicros(String process) {
        return median(measured ->
                measured.uses().getOrDefault(process, new Use(0, 0)).cpuSeconds()
                        * 1e6
                        / changes());
    }

    OptionalDouble peakBytes(String process) {
        return median(measured -> measured.uses().getOrDefault(process, new Use(0, 0)).peakBytes());
    }

    /// The processes that were metered.
    List<String> processes() {
        return measured().stream().findFirst().stream()
                .flatMap(measured -> measured.uses().keySet().stream())
                .toList();
    }

    String verdict() {
        return figures.stream()
                .map(Figure::outcome)
                .map(outcome ->
                        switch (outcome) {
                            case Outcome.Measured measured -> measured.verdict();
                            case Outcome.Paced paced -> paced.verdict();
                            case Outcome.Unequal _, Outcome.Failed _ -> "";
                        })
                .findFirst()
                .orElse("");
    }

    /// The median of a figure of the paced load or of single commits.
    OptionalDouble latency(boolean paced, ToDoubleFunction<Latency> figure) {
        return fault().isPresent()
                ? OptionalDouble.empty()
                : median(
                        figures.stream()
                                .map(Figure::outcome)
                                .filter(Outcome.Paced.class::isInstance)
                                .map(Outcome.Paced.class::cast)
                                .map(outcome -> paced ? outcome.paced() : outcome.single())
                                .mapToDouble(figure));
    }

    private OptionalDouble median(ToDoubleFunction<Outcome.Measured> figure) {
        return fault().isPresent()
                ? OptionalDouble.empty()
                : median(measured().stream().mapToDouble(figure));
    }

    private static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
    }

    private List<Outcome.Measured> measured() {
        return figures.stream()
                .map(Figure::outcome)
                .filter(Outcome.Measured.class::isInstance)
                .map(Outcome.Measured.class::cast)
                .toList();
    }
}
