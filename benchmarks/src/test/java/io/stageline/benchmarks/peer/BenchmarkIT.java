package io.stageline.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.Servers;
import io.stageline.benchmarks.site.Site;
import io.stageline.benchmarks.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The harness at work in small: the real program drains a backlog; then somebody spoils production.
class BenchmarkIT {
    private static final Workloads LOAD = Workloads.MIXED;
    private static final double SCALE = 0.003;
    private static final List<String> PROGRAM =
            List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.stageline.operator.Stageline");

    @TempDir private static Path folder = Path.of("");

    /// Of the backlog, of the second one, and after production was spoiled.
    private static List<Figure> figures = List.of();

    /// Of a third one, by a publisher that has worked through both.
    private static List<Figure> publishAlone = List.of();

    @BeforeAll
    static void drain() throws Exception {
        try (Servers servers = Servers.start(folder.resolve("servers"))) {
            Backlog backlog = Backlog.write(servers, LOAD.of(SCALE), 7);
            var site =
                    new Site(
                            backlog,
                            folder.resolve("peer"),
                            PROGRAM,
                            Path.of("unused"),
                            Duration.ofMinutes(2));
            var drain = new Drain(site);
            Figure _ =
                    new StagelineRun(Variant.STANDARD)
                            .follow(
                                    site,
                                    (running, production) -> {
                                        Outcome outcome = drain.measure(running);
                                        Figure sound = drain.compared("sound", outcome, production);
                                        running.pause();
                                        backlog.more();
                                        running.goOn();
                                        Figure warm =
                                                drain.compared(
                                                        "warm", drain.measure(running), production);
                                        production.execute(
                                                "UPDATE shelf SET product_id = product_id + 1 WHERE number = 1");
                                        Figure spoiled =
                                                drain.compared("spoiled", outcome, production);
                                        figures = List.of(sound, warm, spoiled);
                                        return sound;
                                    });
            publishAlone = new StagelineStages(Variant.PARENTS).warm(site);
        }
    }

    @Test
    void measuresWhatTheRealProgramCarries() {
        assertThat(figures.getFirst().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Measured.class,
                        measured -> {
                            assertThat(measured.verdict()).startsWith("equal: ");
                            // Staging's share may be less than a tick of the clock.
                            assertThat(measured.uses())
                                    .containsOnlyKeys("stageline run", "staging", "production")
                                    .allSatisfy(
                                            (_, use) -> assertThat(use.peakBytes()).isPositive());
                            assertThat(measured.cpuSeconds()).isPositive();
                        });
    }

    @Test
    void measuresASecondBacklogThatWasMadeMeanwhile() {
        assertThat(figures.get(1).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Measured.class,
                        measured -> assertThat(measured.verdict()).startsWith("equal: "));
    }

    @Test
    void measuresPublishingAlone() {
        assertThat(publishAlone)
                .singleElement()
                .satisfies(figure ->
                        assertThat(figure.outcome())
                                .isInstanceOfSatisfying(
                                        Outcome.Measured.class,
                                        measured -> {
                                            assertThat(measured.verdict()).startsWith("equal: ");
                                            assertThat(measured.uses())
                                                    .containsKeys("stageline publish", "broker");
                                        }));
    }

    @Test
    void voidsTheFigureOfUnequalDatabases() {
        assertThat(figures.getLast().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Unequal.class,
                        unequal -> assertThat(unequal.difference()).startsWith("shelf ("));
    }
}
