/// Keeps what is to be published.
@NullMarked
package io.stageline.capture.select;

import org.jspecify.annotations.NullMarked;
