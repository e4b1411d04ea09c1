@NullMarked
package io.stageline.operator;

import org.jspecify.annotations.NullMarked;
