/// The process's log: lines for people or ECS JSON on the standard error.
@NullMarked
package io.stageline.operator.logging;

import org.jspecify.annotations.NullMarked;
