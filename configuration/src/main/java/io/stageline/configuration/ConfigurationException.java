package io.stageline.configuration;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used. Carries every problem that was found, in the order of the file.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigurationException(String source, List<Problem> problems) {
        super(describe(source, problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String describe(String source, List<Problem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "\n  " + problem.text())
                .collect(
                        Collectors.joining(
                                "", "The configuration " + source + " has " + count + ":", ""));
    }
}
