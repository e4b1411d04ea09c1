/// Schema `stageline` in a real production database.
@NullMarked
package io.stageline.publisher.state;

import org.jspecify.annotations.NullMarked;
