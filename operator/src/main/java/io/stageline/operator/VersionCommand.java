package io.stageline.operator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline version`.
@Command(
        name = "version",
        description = "Print the version of Stageline and of what it is built on.",
        footer = {"%nExamples:", "  stageline version"})
final class VersionCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    private final Shell shell;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().println(text());
        return ExitCode.DONE.code();
    }

    static String text() {
        Properties version = versions();
        return "stageline %s (Debezium %s, Kafka %s, Java %s)"
                .formatted(
                        version.getProperty("stageline"),
                        version.getProperty("debezium"),
                        version.getProperty("kafka"),
                        Runtime.version().feature());
    }

    static String ofStageline() {
        return versions().getProperty("stageline");
    }

    private static Properties versions() {
        var version = new Properties();
        try (InputStream in =
                VersionCommand.class.getResourceAsStream("/stageline-version.properties")) {
            version.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return version;
    }
}
