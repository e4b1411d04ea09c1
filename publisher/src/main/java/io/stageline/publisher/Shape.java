package io.stageline.publisher;

import io.stageline.changelog.TableId;
import java.util.List;

/// What the rows of one statement have in common. A row of this shape is one array: the values of `set`, then of `key`,
/// then of `guard`.
///
/// @param set the columns to be written; none for a delete
/// @param key the columns that find the row, by its values before the write; none for an insert, and none where a table
///     has no row key: then one row whose `guard` columns all match is meant
/// @param guard columns that must hold these values, else somebody else changed the row
public record Shape(
        TableId table,
        Operation operation,
        List<String> set,
        List<String> key,
        List<String> guard) {
    public Shape {
        set = List.copyOf(set);
        key = List.copyOf(key);
        guard = List.copyOf(guard);
    }

    public int width() {
        return set.size() + key.size() + guard.size();
    }

    /// Whether each row needs a statement of its own: without row key, equal rows cannot be told apart.
    public boolean oneRowOnly() {
        return operation != Operation.INSERT && key.isEmpty();
    }
}
