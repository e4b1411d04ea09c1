@NullMarked
package io.stageline.embedded;

import org.jspecify.annotations.NullMarked;
