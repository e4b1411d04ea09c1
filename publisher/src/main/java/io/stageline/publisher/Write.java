package io.stageline.publisher;

import io.stageline.changelog.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of a write set.
public sealed interface Write {
    /// Rows of one shape; as many rows of production must be affected.
    ///
    /// @param rows values in the order [Shape] tells; not to be changed by anybody
    record Rows(Shape shape, List<@Nullable String[]> rows) implements Write {
        public Rows {
            rows = List.copyOf(rows);
            if (rows.isEmpty() || (rows.size() > 1 && shape.oneRowOnly())) {
                throw new IllegalArgumentException(
                        "A statement has rows; one without row key has one");
            }
        }
    }

    /// Tables emptied together, as one statement of staging did.
    record Truncate(List<TableId> tables) implements Write {
        public Truncate {
            tables = List.copyOf(tables);
        }
    }
}
