/// Tests of the running halves that need no server.
@NullMarked
package io.stageline.operator.pipeline;

import org.jspecify.annotations.NullMarked;
