/// Measures Stageline side by side with peers, end to end, on one machine with servers of its own.
///
/// [io.stageline.benchmarks.Benchmark] is the main; the rooms below know nothing of each other but the values of `site` and `meter`.
@NullMarked
package io.stageline.benchmarks;

import org.jspecify.annotations.NullMarked;
