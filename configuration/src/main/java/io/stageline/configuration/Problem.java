package io.stageline.configuration;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/// One thing that is wrong with the configuration, told so that the operator can cure it.
///
/// @param key     full path of the key, such as `publisher.batch-rows`; empty when the whole file is meant
/// @param line    line in the file, from 1; empty when the value came from the environment or is missing
/// @param message what is wrong, a full sentence part that names the key; never the value of a secret
/// @param hint    how to cure it, where that is known
public record Problem(String key, OptionalInt line, String message, Optional<String> hint) {
    static final Comparator<Problem> IN_ORDER_OF_THE_FILE =
            Comparator.comparingInt(problem -> problem.line().orElse(Integer.MAX_VALUE));

    static Problem at(Origin origin, String key, String message, String hint) {
        Optional<String> cure = hint.isEmpty() ? Optional.empty() : Optional.of(hint);
        return new Problem(key, origin.line(), Mask.credentialsIn(message), cure);
    }

    /// The problem in one line, as the command line prints it.
    public String text() {
        String place = line.isPresent() ? "line " + line.getAsInt() + ": " : "";
        return place + message + hint.map(cure -> ". " + cure).orElse("");
    }
}
