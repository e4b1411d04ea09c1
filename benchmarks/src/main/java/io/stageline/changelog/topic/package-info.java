/// Micro-benchmarks of this package's steps.
@NullMarked
package io.stageline.changelog.topic;

import org.jspecify.annotations.NullMarked;
