/// The servers on one machine: a Kafka broker inside this JVM and, beside it, a real PostgreSQL that Stageline brings along or a real MySQL whose
/// program the machine has.
///
/// They are the single-machine default, the demo and what tests run on. All keep everything in one data folder, start
/// again on it where they stopped, listen on 127.0.0.1 only and never outlive this JVM.
@NullMarked
package io.stageline.embedded;

import org.jspecify.annotations.NullMarked;
