/// Kafka Connect with Debezium's connectors, in a process of its own with its own class path.
@NullMarked
package io.stageline.benchmarks.connect;

import org.jspecify.annotations.NullMarked;
