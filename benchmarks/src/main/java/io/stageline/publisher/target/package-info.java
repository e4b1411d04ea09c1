/// Micro-benchmarks of this package's steps.
@NullMarked
package io.stageline.publisher.target;

import org.jspecify.annotations.NullMarked;
