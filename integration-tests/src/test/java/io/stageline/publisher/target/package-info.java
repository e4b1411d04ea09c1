/// Writing to production, statement by statement, on real servers.
@NullMarked
package io.stageline.publisher.target;

import org.jspecify.annotations.NullMarked;
