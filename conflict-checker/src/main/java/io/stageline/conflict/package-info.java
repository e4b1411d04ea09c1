/// Names what stood in the way of a change: conflict types, verdicts, and the evidence an operator needs.
@NullMarked
package io.stageline.conflict;

import org.jspecify.annotations.NullMarked;
