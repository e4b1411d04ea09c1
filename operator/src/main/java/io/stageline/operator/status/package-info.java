/// How far a pipeline is and how it is doing, told from outside: from staging, the change log's tail and production, whether
/// or not the pipeline runs.
@NullMarked
package io.stageline.operator.status;

import org.jspecify.annotations.NullMarked;
