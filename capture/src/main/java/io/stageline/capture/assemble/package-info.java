/// Events of staging's log become source transactions, checked against the counts that came with them.
@NullMarked
package io.stageline.capture.assemble;

import org.jspecify.annotations.NullMarked;
