package io.stageline.publisher.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The SQL of a [io.stageline.publisher.Shape], and how its rows become parameters of it. Needs no connection; safe to use from any thread.
interface ShapeStatements {
    /// Writes the rows: as many rows of production must be affected.
    String write();

    /// Counts the rows that have the row key, whatever else they hold. Takes all values of the row.
    String countByKey();

    /// Reads these columns of the rows that have the row key, as text; key columns first. Takes the values of the key.
    String read(List<String> columns);

    /// What the parameters are bound to, once for each time the statement is to be executed.
    ///
    /// @param rows values in the order the shape tells
    List<List<@Nullable String>> bindings(List<@Nullable String[]> rows);
}
