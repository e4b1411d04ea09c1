/// The demo: two servers with a small shop in both, an editor who changes staging all the time, one conflict on purpose, and
/// the comparison of both databases at the end. It publishes with the same pipeline as everybody else.
@NullMarked
package io.stageline.operator.demo;

import org.jspecify.annotations.NullMarked;
