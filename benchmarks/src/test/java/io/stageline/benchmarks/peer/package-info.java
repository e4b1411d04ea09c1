@NullMarked
package io.stageline.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
