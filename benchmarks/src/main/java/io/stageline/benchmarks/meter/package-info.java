/// What processes use: CPU and memory, read from the system, the many processes of a PostgreSQL server as one.
@NullMarked
package io.stageline.benchmarks.meter;

import org.jspecify.annotations.NullMarked;
