/// The tail of a MySQL staging database against real servers.
@NullMarked
package io.stageline.capture.tail.mysql;

import org.jspecify.annotations.NullMarked;
