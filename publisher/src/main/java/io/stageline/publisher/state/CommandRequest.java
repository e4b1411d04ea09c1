package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an operator wants done with a held source transaction.
///
/// @param reason why, for whoever asks later
/// @param author who wants it
public record CommandRequest(Sequence sequence, Action action, String reason, String author) {
    public CommandRequest {
        if (reason.isBlank() || author.isBlank()) {
            throw new IllegalArgumentException("A command has a reason and an author");
        }
    }

    /// What is to become of it.
    public sealed interface Action {
        /// Try it against production as it is now, and its dependents after it.
        record Release(Optional<Resolution> resolution) implements Action {}

        /// Never apply it.
        record Discard() implements Action {}
    }

    /// How the conflict is to end.
    public sealed interface Resolution {
        /// The change wins over the row production has.
        record ApplyRemote() implements Resolution {}

        /// The change is left out, the rest is applied.
        record KeepLocal() implements Resolution {}

        /// The change is applied with these values instead of its own.
        record Edit(Map<String, @Nullable String> values) implements Resolution {
            // not compact: javac leaves @Nullable out of the class file there, and other modules
            // could not call it
            public Edit(Map<String, @Nullable String> values) {
                if (values.isEmpty()) {
                    throw new IllegalArgumentException("An edit names at least one column");
                }
                this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            }
        }
    }
}
