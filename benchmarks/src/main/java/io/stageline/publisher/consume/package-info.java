/// Micro-benchmarks of this package's steps.
@NullMarked
package io.stageline.publisher.consume;

import org.jspecify.annotations.NullMarked;
