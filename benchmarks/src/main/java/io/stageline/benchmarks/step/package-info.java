/// Changes and catalogue for the micro-benchmarks of single steps, which stand in the packages of what they measure.
@NullMarked
package io.stageline.benchmarks.step;

import org.jspecify.annotations.NullMarked;
