/// Holds in real production databases.
@NullMarked
package io.stageline.publisher.hold;

import org.jspecify.annotations.NullMarked;
