/// Holds: what waits for a decision, and what depends on it. Knows what a source transaction touches, keeps what is held in
/// production's schema `stageline`, and says of what comes later whether it must wait too.
@NullMarked
package io.stageline.publisher.hold;

import org.jspecify.annotations.NullMarked;
