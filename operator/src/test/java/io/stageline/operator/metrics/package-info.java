@NullMarked
package io.stageline.operator.metrics;

import org.jspecify.annotations.NullMarked;
