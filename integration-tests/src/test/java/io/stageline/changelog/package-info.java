/// The change log's writer, reader and tail against a real broker.
@NullMarked
package io.stageline.changelog;

import org.jspecify.annotations.NullMarked;
