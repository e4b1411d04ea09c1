package io.stageline.publisher.plan;

import io.stageline.publisher.Shape;
import org.jspecify.annotations.Nullable;

/// One row of a write: its values in the order its shape tells.
@SuppressWarnings("ArrayRecordComponent") // one array a row; never compared
record RowWrite(Shape shape, @Nullable String[] values) {}
