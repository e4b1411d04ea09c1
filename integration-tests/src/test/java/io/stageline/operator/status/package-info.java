@NullMarked
package io.stageline.operator.status;

import org.jspecify.annotations.NullMarked;
