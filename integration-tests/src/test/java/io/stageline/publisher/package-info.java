/// The publisher against a real production and a real change log.
@NullMarked
package io.stageline.publisher;

import org.jspecify.annotations.NullMarked;
