/// Whether production holds what staging holds. A figure over unequal databases is void.
@NullMarked
package io.stageline.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
