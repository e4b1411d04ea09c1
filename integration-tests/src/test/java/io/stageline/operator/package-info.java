/// The command line as people use it: the real main in a JVM of its own, real servers.
@NullMarked
package io.stageline.operator;

import org.jspecify.annotations.NullMarked;
