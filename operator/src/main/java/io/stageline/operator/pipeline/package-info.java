/// The two halves of a pipeline at work in this process: capture, publisher or both, with the change log between them.
///
/// [io.stageline.operator.pipeline.Pipeline] is the door. It owns one thread for each half and the embedded broker where
/// there is one, and knows nothing of the command line.
@NullMarked
package io.stageline.operator.pipeline;

import org.jspecify.annotations.NullMarked;
