package io.stageline.publisher.plan;

import io.stageline.publisher.Shape;
import org.jspecify.annotations.Nullable;

/// One row of a write: its values in the order its shape tells.
///
/// @param number of the shape: cheaper to compare than the shape
@SuppressWarnings("ArrayRecordComponent") // one array a row; never compared
record RowWrite(Shape shape, int number, @Nullable String[] values) {}
