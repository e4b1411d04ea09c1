package io.stageline.configuration;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Thrown by the compact constructor of a configuration record that refuses a value, mostly through [Require].
/// [ConfigurationFile] turns it into problems with the full key path and the line.
public final class InvalidSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// One refused setting.
    ///
    /// @param key   key within the record, such as `batch-rows`; with dots below a pass-through map
    /// @param value the refused value; empty where the rule tells all. The reader masks it when it is a secret
    /// @param rule  what the value has to be, beginning with "must"
    public record Complaint(String key, Optional<String> value, String rule) {
        String message(String name, Optional<String> shown) {
            return name + shown.map(text -> " is \"" + text + "\"; it ").orElse(" ") + rule;
        }
    }

    private final transient List<Complaint> complaints;

    public InvalidSetting(List<Complaint> complaints) {
        super(
                complaints.stream()
                        .map(it -> it.message(it.key(), it.value()))
                        .collect(Collectors.joining("; ")));
        this.complaints = List.copyOf(complaints);
    }

    /// @param rule what is wrong, beginning with "must", since the key is put in front: `"must not be empty"`
    public InvalidSetting(String key, String rule) {
        this(List.of(new Complaint(key, Optional.empty(), rule)));
    }

    public InvalidSetting(String key, String value, String rule) {
        this(List.of(new Complaint(key, Optional.of(value), rule)));
    }

    public List<Complaint> complaints() {
        return complaints;
    }
}
