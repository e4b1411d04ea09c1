package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.meter.ProcessMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A process of a peer. What it says goes to files in the peer's folder; it dies with this JVM, at the latest.
final class Child implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int SAID_MAX = 400;
    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> RUNNING.forEach(child -> child.process.destroyForcibly()),
                                "children-stop"));
    }

    private final String name;
    private final Process process;
    private final Path stdout;
    private final Path stderr;

    private Child(String name, Process process, Path stdout, Path stderr) {
        this.name = name;
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    static Child start(
            String name, Path folder, List<String> command, Map<String, String> environment) {
        try {
            Path stdout = Files.createDirectories(folder).resolve(name + ".out");
            Path stderr = folder.resolve(name + ".err");
            var builder =
                    new ProcessBuilder(command)
                            .redirectOutput(stdout.toFile())
                            .redirectError(stderr.toFile());
            builder.environment().putAll(environment);
            var child = new Child(name, builder.start(), stdout, stderr);
            RUNNING.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A main of ours in a JVM of its own.
    static Child java(
            String name, Path folder, List<String> options, String classPath, List<String> main) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(main);
        return start(name, folder, command, Map.of());
    }

    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    Meter meter() {
        return new ProcessMeter(process.pid());
    }

    /// The rest of the first line on its standard output that begins like this.
    Optional<String> said(String beginning) {
        return text(stdout)
                .lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()).strip())
                .findFirst();
    }

    /// Stops it where it is, without its noticing.
    void pause() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
            int code = kill.inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Why it does not run.
    Optional<String> ended() {
        return process.isAlive()
                ? Optional.empty()
                : Optional.of(
                        "%s ended with %d: %s".formatted(name, process.exitValue(), lastWords()));
    }

    private String lastWords() {
        String said = text(stderr).strip();
        return said.substring(Math.max(0, said.length() - SAID_MAX)).replaceAll("\\s+", " ");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it in order, by force if it does not listen.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().onExit().join();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(this);
    }
}
