package io.stageline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A main class in a JVM of its own, with the class path of the tests, that can be stopped, continued and killed at any instant.
///
/// What it prints goes to files in its folder. It dies with the JVM of the tests, at the latest.
public final class ChildProcess implements AutoCloseable {
    private static final String STAGELINE = "io.stageline.operator.Stageline";

    /// Most children live for seconds: the JVM's second compiler would take half of their CPU and give nothing back.
    static final String QUICK_TO_START = "-XX:TieredStopAtLevel=1";

    private static final Duration CLOSE_MAX = Duration.ofSeconds(30);
    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger STARTS = new AtomicInteger();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> RUNNING.forEach(ChildProcess::kill9), "test-children-kill"));
    }

    private final Process process;
    private final Path stdout;
    private final Path stderr;

    private ChildProcess(Process process, Path stdout, Path stderr) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /// Runs `./stageline` with these arguments, as the packaged tool would.
    public static ChildProcess stageline(Path folder, String... arguments) {
        return start(
                folder,
                STAGELINE,
                List.of("-Xmx512m", QUICK_TO_START),
                List.of(arguments),
                Map.of());
    }

    /// As [#stageline(Path, String...)], with another bound of its memory, for one that works so much that the JVM's best code pays.
    public static ChildProcess stagelineWithin(String heap, Path folder, String... arguments) {
        return start(folder, STAGELINE, List.of("-Xmx" + heap), List.of(arguments), Map.of());
    }

    /// Runs any main class. The folder takes `NUMBER-CLASS.out` and `.err`.
    public static ChildProcess start(
            Path folder,
            String mainClass,
            List<String> jvmArguments,
            List<String> arguments,
            Map<String, String> environment) {
        var command = new ArrayList<String>();
        // a child of a background job would ignore SIGINT, and so would its own children
        command.addAll(List.of("env", "--default-signal=INT"));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC"));
        command.addAll(jvmArguments);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildMain.class.getName(),
                        mainClass));
        command.addAll(arguments);
        String name =
                STARTS.incrementAndGet()
                        + "-"
                        + mainClass.substring(mainClass.lastIndexOf('.') + 1);
        try {
            Path stdout = Files.createDirectories(folder).resolve(name + ".out");
            Path stderr = folder.resolve(name + ".err");
            var builder =
                    new ProcessBuilder(command)
                            .redirectOutput(stdout.toFile())
                            .redirectError(stderr.toFile());
            builder.environment().putAll(environment);
            var child = new ChildProcess(builder.start(), stdout, stderr);
            RUNNING.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What it printed so far.
    public String stdout() {
        return text(stdout);
    }

    public String stderr() {
        return text(stderr);
    }

    /// SIGKILL: nothing of it runs on, nothing is flushed. Returns when it is gone.
    public void kill9() {
        process.destroyForcibly();
        process.onExit().join();
        RUNNING.remove(this);
    }

    /// SIGSTOP: it stands still until [#cont()], as after a long pause of its machine.
    public void stop() {
        signal("STOP", pid());
    }

    /// SIGCONT
    public void cont() {
        signal("CONT", pid());
    }

    /// SIGTERM: it is asked to end in order.
    public void terminate() {
        signal("TERM", pid());
    }

    /// SIGINT, as Ctrl-C.
    public void interrupt() {
        signal("INT", pid());
    }

    /// SIGINT to the processes it has started and theirs, but not to itself.
    public void interruptDescendants() {
        process.descendants().forEach(each -> signal("INT", each.pid()));
    }

    /// Its exit code.
    public int waitForExit(Duration most) throws InterruptedException, TimeoutException {
        if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("Still running after " + most + ": " + this);
        }
        RUNNING.remove(this);
        return process.exitValue();
    }

    /// Ends it in order if it still runs, by force if it does not listen.
    @Override
    public void close() {
        if (isAlive()) {
            cont();
            terminate();
            try {
                waitForExit(CLOSE_MAX);
            } catch (TimeoutException e) {
                kill9();
            } catch (InterruptedException e) {
                kill9();
                Thread.currentThread().interrupt();
            }
        }
        RUNNING.remove(this);
    }

    @Override
    public String toString() {
        return "process " + pid() + " with output in " + stdout + " and messages in " + stderr;
    }

    /// By the shell's own `kill`: a bare system has no program of that name.
    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
