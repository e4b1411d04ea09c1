package io.stageline.operator;

import io.stageline.changelog.Sequence;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// What `holds release` and `holds discard` have in common: what is meant, why, and how long to wait.
final class HoldsDecisionOptions {
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final HoldsFilterOptions filter = new HoldsFilterOptions();
    @Mixin private final OutputOption output = new OutputOption();
    @Mixin private final LogOptions logging = new LogOptions();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Sequences of held source transactions, as 1042.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--all",
            description = "Everything that is held, or what the filters leave; shown first.")
    private boolean all;

    @Option(names = "--yes", description = "With --all: do it without asking.")
    private boolean yes;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for whoever asks later; it is kept.")
    private String reason = "";

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who decides. Default: user@host.")
    private @Nullable String author;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description =
                    "How long to wait for the publisher to carry it out; 0s only asks. Default: ${DEFAULT-VALUE}.")
    private Duration patience = Duration.ofSeconds(30);

    /// @throws ParameterException for what cannot be meant
    void check() {
        if (all != ids.isEmpty()) {
            throw problem(
                    all
                            ? "Name sequences or say --all, not both"
                            : "Name the sequences, or say --all, with filters or without");
        }
        if (!all && filter.given()) {
            throw problem("Filters choose among --all; with sequences they have no meaning");
        }
        if (reason.isBlank() || (author != null && author.isBlank())) {
            throw problem("--reason and --author are for people: they cannot be empty");
        }
    }

    ParameterException problem(String message) {
        CommandSpec spec = command;
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    ConfigOption config() {
        return config;
    }

    HoldsFilterOptions filter() {
        return filter;
    }

    OutputOption output() {
        return output;
    }

    LogOptions logging() {
        return logging;
    }

    List<Sequence> sequences() {
        var converter =
                new SequenceConverter(); // picocli takes what it cannot convert for unmatched
        try {
            return ids.stream().map(converter::convert).distinct().toList();
        } catch (TypeConversionException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    boolean all() {
        return all;
    }

    boolean yes() {
        return yes;
    }

    String reason() {
        return reason.strip();
    }

    Duration patience() {
        return patience;
    }

    String author() {
        String given = author;
        if (given != null) {
            return given.strip();
        }
        String user = System.getProperty("user.name", "somebody");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return user;
        }
    }
}
