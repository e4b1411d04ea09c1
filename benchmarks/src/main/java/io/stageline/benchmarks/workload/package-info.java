/// What is changed in staging: tables, rows, and a procedure that writes the source transactions; the same for each seed and scale.
@NullMarked
package io.stageline.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
