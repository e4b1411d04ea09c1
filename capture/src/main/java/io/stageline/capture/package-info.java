/// Provisional.
@NullMarked
package io.stageline.capture;

import org.jspecify.annotations.NullMarked;
