/// Says of each source transaction whether production has it, whether it is the next, or whether the change log is not
/// the one this production was published from. Pure.
@NullMarked
package io.stageline.publisher.fence;

import org.jspecify.annotations.NullMarked;
