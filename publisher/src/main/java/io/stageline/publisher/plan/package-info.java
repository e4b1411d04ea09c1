/// Turns source transactions into writes, in an order that no constraint refuses. Pure.
@NullMarked
package io.stageline.publisher.plan;

import org.jspecify.annotations.NullMarked;
