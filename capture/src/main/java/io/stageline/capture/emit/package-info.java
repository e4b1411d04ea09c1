/// Source transactions go to the change log; what it acknowledged may be confirmed to staging.
@NullMarked
package io.stageline.capture.emit;

import org.jspecify.annotations.NullMarked;
