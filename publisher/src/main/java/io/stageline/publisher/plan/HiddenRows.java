package io.stageline.publisher.plan;

import io.stageline.changelog.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of a table whose old unique values and parents the change log does not show, though the order of writes may
/// depend on them.
///
/// @param key the columns of the row key
/// @param columns what should be known of the rows, beside the key
/// @param keys the row keys, in the order of `key`
public record HiddenRows(
        TableId table, List<String> key, List<String> columns, List<@Nullable String[]> keys) {
    public HiddenRows {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }
}
