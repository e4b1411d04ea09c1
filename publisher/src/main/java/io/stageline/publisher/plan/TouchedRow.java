package io.stageline.publisher.plan;

import io.stageline.changelog.TableId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row that a change touches.
///
/// @param key the values of the row key; empty where the table has none
public record TouchedRow(TableId table, List<@Nullable String> key) {
    public TouchedRow {
        key = Collections.unmodifiableList(new ArrayList<>(key)); // List.copyOf takes no null
    }
}
