/// The figures as people read them.
@NullMarked
package io.stageline.benchmarks.report;

import org.jspecify.annotations.NullMarked;
