package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The first thing a user sees.
class DemoIT {
    private static final Duration EXIT_MAX = Duration.ofMinutes(6);
    private static final Pattern SUMMARY =
            Pattern.compile(
                    "demo: ([\\d,]+) transactions with ([\\d,]+) row changes .* equal: .*\\n");

    @Test
    void onceEndsWithEqualDatabases() throws Exception {
        once();
    }

    @Test
    void onceWithMySqlEndsWithEqualDatabases() throws Exception {
        once("--mysqld", MySqlServers.program().path().toString());
    }

    private static void once(String... more) throws Exception {
        Path folder = Servers.freshFolder("demo-once");
        Stream<String> arguments = Stream.of("demo", "--once", "--seed", "42", "--timeout", "5m");
        try (ChildProcess demo =
                ChildProcess.stageline(
                        folder,
                        Stream.concat(arguments, Arrays.stream(more)).toArray(String[]::new))) {
            assertThat(demo.waitForExit(EXIT_MAX)).as(demo.stderr()).isZero();

            Matcher summary = SUMMARY.matcher(demo.stdout());
            assertThat(summary.matches()).as(demo.stdout()).isTrue();
            assertThat(number(summary.group(1))).isGreaterThanOrEqualTo(500);
            assertThat(number(summary.group(2))).isGreaterThan(5_000);
        }
    }

    @Test
    void liveShowsAConflictAndItsCureAndStopsAtCtrlC() throws Exception {
        Path folder = Servers.freshFolder("demo-live");
        try (ChildProcess demo = ChildProcess.stageline(folder, "demo", "--seed", "42")) {
            Awaitility.await()
                    .atMost(EXIT_MAX)
                    .until(() ->
                            !demo.isAlive()
                                    || demo.stderr()
                                            .contains("Published again, from where it stood"));
            demo.interrupt();

            assertThat(demo.waitForExit(EXIT_MAX)).as(demo.stderr()).isZero();
            assertThat(demo.stderr()).contains("conflict unique_exists on public.product");
            assertThat(demo.stdout()).contains("demo:").contains("published in");
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace(",", ""));
    }
}
