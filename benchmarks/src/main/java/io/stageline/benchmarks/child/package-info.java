/// Mains of child processes. Each ends when its standard input does, so that none outlives the benchmark.
@NullMarked
package io.stageline.benchmarks.child;

import org.jspecify.annotations.NullMarked;
