@NullMarked
package io.stageline.benchmarks;

import org.jspecify.annotations.NullMarked;
