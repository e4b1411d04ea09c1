/// Provisional.
@NullMarked
package io.stageline.publisher;

import org.jspecify.annotations.NullMarked;
