package io.stageline.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.benchmarks.Circumstances;
import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.Titles;
import io.stageline.benchmarks.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Circumstances SOMEWHERE =
            new Circumstances("./benchmark", "here", "these", "now", "0", "quiet");

    @Test
    void showsTheMedianOfTheRunsAndRatiosToThePeers() {
        String report =
                markdown(
                        measured(Titles.STAGELINE, 1.0),
                        measured(Titles.STAGELINE, 4.0),
                        measured(Titles.STAGELINE, 2.0),
                        measured(Titles.POSTGRES, 1.0));

        assertThat(report)
                .contains("| mixed | Stageline | 0.50 | – | 500 | 250–1,000 | 30.0 | equal |")
                .contains(
                        "| mixed, whole pipeline, against PostgreSQL's own | at least 0.60 × | 0.50 × | no |");
    }

    @Test
    void voidsTheFigureWhenOneRunLeftUnequalDatabases() {
        String report =
                markdown(
                        measured(Titles.STAGELINE, 1.0),
                        new Figure("mixed", Titles.STAGELINE, 1000, new Outcome.Unequal("shelf")),
                        measured(Titles.POSTGRES, 1.0));

        assertThat(report)
                .contains(
                        "| mixed | Stageline | – | – | – | – | – | **VOID**, the databases differ: shelf |")
                .contains("against PostgreSQL's own | at least 0.60 × | – | not measured |")
                .doesNotContain("| mixed | Stageline | run |");
    }

    @Test
    void showsAPeerThatFailedAsARow() {
        String report =
                markdown(new Figure("hot", Titles.CONNECT, 1, new Outcome.Failed("no broker")));

        assertThat(report)
                .contains("| hot | Debezium JDBC sink | – | – | – | – | – | failed: no broker |");
    }

    @Test
    void replacesTheFiguresOfAPageAndNothingElse(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("page.md");
        Files.writeString(
                page,
                "before\n<!-- figures: written by ./benchmark --write -->\nold\n<!-- end of the figures -->\nafter\n");

        new Report(List.of(measured(Titles.POSTGRES, 1.0)), SOMEWHERE).writeInto(page);

        assertThat(Files.readString(page))
                .startsWith("before\n<!-- figures")
                .endsWith("<!-- end of the figures -->\nafter\n")
                .contains("PostgreSQL's own")
                .doesNotContain("old");
    }

    private static String markdown(Figure... figures) {
        return new Report(List.of(figures), SOMEWHERE).markdown();
    }

    private static Figure measured(String peer, double seconds) {
        return new Figure(
                "mixed",
                peer,
                1000,
                new Outcome.Measured(seconds, Map.of("run", new Use(0.03, 1 << 20)), "equal"));
    }
}
