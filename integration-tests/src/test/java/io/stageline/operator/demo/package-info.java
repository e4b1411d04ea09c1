@NullMarked
package io.stageline.operator.demo;

import org.jspecify.annotations.NullMarked;
