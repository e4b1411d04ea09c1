/// What happens when processes die, stand still, lose their connections or their files: whole pipelines of real processes against real
/// servers, under load, at random instants. Afterwards the promise of the design is checked from outside, by means that share no code
/// with what is tested: row by row, by a trigger in production, by a reader of production and from the raw records of the topic.
@NullMarked
package io.stageline.faults;

import org.jspecify.annotations.NullMarked;
