package io.stageline.capture;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourcePosition;
import java.util.List;

/// A change event with what staging's log tells beside it.
///
/// @param position where this single change stands in staging's log
/// @param keyColumns the columns of the row key; empty for a table without one
public record SourceChange(ChangeEvent event, SourcePosition position, List<String> keyColumns) {}
