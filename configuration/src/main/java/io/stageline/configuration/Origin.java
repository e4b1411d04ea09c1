package io.stageline.configuration;

import java.util.Optional;
import java.util.OptionalInt;

/// Where a value was given: a line of the file, or an environment variable.
record Origin(OptionalInt line, Optional<String> variable) {
    static final Origin NOWHERE = new Origin(OptionalInt.empty(), Optional.empty());

    static Origin line(int line) {
        return new Origin(OptionalInt.of(line), Optional.empty());
    }

    static Origin variable(String name) {
        return new Origin(OptionalInt.empty(), Optional.of(name));
    }

    /// The key as a message names it: with the variable that set it, since the file does not show the value then.
    String naming(String key) {
        return variable.map(name -> key + " (from " + name + ")").orElse(key);
    }
}
