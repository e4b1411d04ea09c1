package io.stageline.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the operator gave, as a tree, each part with the place where it stands. Nothing is typed yet.
sealed interface Given {
    Origin origin();

    /// Absent, or present without a value.
    record Nothing(Origin origin) implements Given {}

    record Text(String text, Origin origin) implements Given {}

    record Sequence(List<Given> items, Origin origin) implements Given {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Section(Map<String, Given> entries, Origin origin) implements Given {
        static final Section EMPTY = new Section(Map.of(), Origin.NOWHERE);

        public Section {
            entries =
                    Collections.unmodifiableMap(
                            new LinkedHashMap<>(entries)); // in the order of the file
        }

        Given entry(String key) {
            return Optional.ofNullable(entries.get(key)).orElse(new Nothing(origin));
        }

        Section with(String key, Given value) {
            Map<String, Given> more = new LinkedHashMap<>(entries);
            more.put(key, value);
            return new Section(more, origin);
        }
    }
}
