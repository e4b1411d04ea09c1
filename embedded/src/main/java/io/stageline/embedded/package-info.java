/// The servers that Stageline brings along: a Kafka broker inside this JVM and a real PostgreSQL beside it.
///
/// They are the single-machine default, the demo and what tests run on. Both keep everything in one data folder, start
/// again on it where they stopped, listen on 127.0.0.1 only and never outlive this JVM.
@NullMarked
package io.stageline.embedded;

import org.jspecify.annotations.NullMarked;
