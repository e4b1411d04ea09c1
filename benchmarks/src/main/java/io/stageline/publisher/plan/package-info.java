/// Micro-benchmarks of this package's steps.
@NullMarked
package io.stageline.publisher.plan;

import org.jspecify.annotations.NullMarked;
