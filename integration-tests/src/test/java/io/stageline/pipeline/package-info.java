/// Whole pipelines against real servers: staging, capture, change log, publisher, production, in this process.
///
/// - [ScenariosIT]: a folder of SQL files each, below `scenarios`; needs no Java.
/// - [TypeMatrixIT]: every type and its edges, from the files below `types`.
/// - [RandomWorkloadIT]: seeded random transactions over a schema with every constraint hazard.
@NullMarked
package io.stageline.pipeline;

import org.jspecify.annotations.NullMarked;
