/// Those who are measured, each in processes of its own.
@NullMarked
package io.stageline.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
