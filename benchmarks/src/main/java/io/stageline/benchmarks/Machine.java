package io.stageline.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What this run runs on.
final class Machine {
    private Machine() {}

    /// Cores, processor, memory, kernel.
    static String description() throws IOException {
        return "%d cores (%s), %d GiB, Linux %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        line("/proc/cpuinfo", "model name").replaceFirst("^\\s*:\\s*", ""),
                        Math.round(
                                Long.parseLong(
                                                line("/proc/meminfo", "MemTotal:")
                                                        .replaceAll("[^0-9]", ""))
                                        / 1048576.0),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    /// Of the last minute, five and fifteen minutes.
    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).replaceFirst(" \\d+/.*\\s*$", "");
    }

    /// What a program says of its version.
    static String version(List<String> program) throws IOException {
        var command = new ArrayList<String>(program);
        command.add("version");
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String line(String file, String beginning) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .findFirst()
                .orElse("?");
    }
}
