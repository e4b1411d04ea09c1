/// Writes to production: guarded, set-based statements whose row counts prove that nothing stood in the way.
@NullMarked
package io.stageline.publisher.target;

import org.jspecify.annotations.NullMarked;
