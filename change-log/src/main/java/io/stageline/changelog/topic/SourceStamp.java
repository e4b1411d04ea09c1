package io.stageline.changelog.topic;

import io.stageline.changelog.SourcePosition;
import java.util.List;

/// What the envelope's `source` block and the record key tell about one change beside the change itself.
///
/// @param database staging's database name
/// @param position where this single change stands in staging's log
/// @param keyColumns the columns of the row key, for the record key; empty for a table without one
/// @param tableOrdinal the number of this change among those of its table in the source transaction, from 1
public record SourceStamp(
        String database, SourcePosition position, List<String> keyColumns, long tableOrdinal) {}
