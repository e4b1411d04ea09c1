/// Capture against a real PostgreSQL and a real broker.
@NullMarked
package io.stageline.capture;

import org.jspecify.annotations.NullMarked;
