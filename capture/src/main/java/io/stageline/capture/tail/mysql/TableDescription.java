package io.stageline.capture.tail.mysql;

import io.stageline.changelog.TableId;
import java.util.List;

/// A table as the binlog describes it in front of its rows.
///
/// @param keyColumns the places of the primary key's columns, in the key's order; empty without one
record TableDescription(TableId id, List<ColumnDescription> columns, List<Integer> keyColumns) {
    TableDescription {
        columns = List.copyOf(columns);
        keyColumns = List.copyOf(keyColumns);
    }
}
