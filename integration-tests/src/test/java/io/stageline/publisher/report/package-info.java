/// The conflicts topic against a real broker and a real production.
@NullMarked
package io.stageline.publisher.report;

import org.jspecify.annotations.NullMarked;
