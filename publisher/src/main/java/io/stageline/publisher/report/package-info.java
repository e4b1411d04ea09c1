/// Tells others of conflicts: copies what stands in `stageline.conflict` to the topic `<pipeline>.conflicts`.
@NullMarked
package io.stageline.publisher.report;

import org.jspecify.annotations.NullMarked;
