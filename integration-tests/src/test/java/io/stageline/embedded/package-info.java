/// The embedded servers, started for real.
@NullMarked
package io.stageline.embedded;

import org.jspecify.annotations.NullMarked;
