/// The words all processes speak: change events, source transactions, positions and sequences.
///
/// Everything here is a value: immutable, valid once it exists, free of I/O and safe to share between threads.
/// What these values look like on the topic is the business of [io.stageline.changelog.topic].
@NullMarked
package io.stageline.changelog;

import org.jspecify.annotations.NullMarked;
