package io.stageline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ChildProcessIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void givesExitCodeAndOutput() throws Exception {
        try (ChildProcess child = counter("3", "end")) {
            assertThat(child.waitForExit(SOON)).isEqualTo(7);
            assertThat(child.stdout()).isEqualTo("1\n2\n3\n");
            assertThat(child.stderr()).isEqualTo("the end\n");
        }
    }

    @Test
    void standsStillWhileStopped() throws Exception {
        try (ChildProcess child = counter("100000000", "end")) {
            awaitOutput(child);
            child.stop();
            assertThatThrownBy(() -> child.waitForExit(Duration.ofMillis(300)))
                    .isInstanceOf(TimeoutException.class);
            String whenStopped = child.stdout();

            assertThatThrownBy(() -> child.waitForExit(Duration.ofMillis(300)))
                    .isInstanceOf(TimeoutException.class);
            assertThat(child.stdout()).isEqualTo(whenStopped);

            child.cont();
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> child.stdout().length() > whenStopped.length());
        }
    }

    @Test
    void endsInOrderWhenAskedTo() throws Exception {
        try (ChildProcess child = counter("100000000", "end")) {
            awaitOutput(child);

            child.terminate();

            assertThat(child.waitForExit(SOON)).isEqualTo(143);
            assertThat(child.stderr()).isEqualTo("hook\n");
        }
    }

    @Test
    void endsAtOnceWhenKilled() {
        try (ChildProcess child = counter("100000000", "end")) {
            awaitOutput(child);

            child.kill9();

            assertThat(child.isAlive()).isFalse();
            assertThat(child.stderr()).isEmpty();
        }
    }

    @Test
    void diesWithItsParent() {
        Path folder = Servers.freshFolder("child");
        try (ChildProcess parent =
                ChildProcess.start(
                        folder,
                        ParentMain.class.getName(),
                        List.of(),
                        List.of(folder.toString()),
                        Map.of())) {
            awaitOutput(parent);
            ProcessHandle grandchild =
                    ProcessHandle.of(Long.parseLong(parent.stdout().strip())).orElseThrow();
            assertThat(grandchild.isAlive()).isTrue();

            parent.kill9();

            Awaitility.await().atMost(SOON).until(() -> !grandchild.isAlive());
        }
    }

    private static ChildProcess counter(String upTo, String lastWord) {
        return ChildProcess.start(
                Servers.freshFolder("child"),
                CounterMain.class.getName(),
                List.of(),
                List.of(upTo),
                Map.of("LAST_WORD", lastWord));
    }

    private static void awaitOutput(ChildProcess child) {
        Awaitility.await().atMost(SOON).until(() -> child.stdout().contains("\n"));
    }

    /// Counts up to its argument, a number every millisecond or so.
    static final class CounterMain {
        private CounterMain() {}

        public static void main(String[] arguments) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                if (Integer.parseInt(arguments[0]) > 3) {
                                    System.err.println("hook");
                                }
                            }));
            for (int number = 1; number <= Integer.parseInt(arguments[0]); number++) {
                System.out.println(number);
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            System.err.println("the " + System.getenv("LAST_WORD"));
            Runtime.getRuntime().exit(7);
        }
    }

    /// Starts a counter, says its process id and stays.
    static final class ParentMain {
        private ParentMain() {}

        public static void main(String[] arguments) throws InterruptedException {
            ChildProcess child =
                    ChildProcess.start(
                            Path.of(arguments[0]),
                            CounterMain.class.getName(),
                            List.of(),
                            List.of("100000000"),
                            Map.of());
            System.out.println(child.pid());
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }
}
