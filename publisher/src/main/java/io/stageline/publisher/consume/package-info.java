/// Reads the change log and hands out whole source transactions; large ones in pieces, but only once their END was seen.
@NullMarked
package io.stageline.publisher.consume;

import org.jspecify.annotations.NullMarked;
