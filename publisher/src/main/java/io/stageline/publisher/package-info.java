/// Publishes the change log to production: whole source transactions, once, in commit order, or not at all.
///
/// [io.stageline.publisher.PublishLoop] is the only class that knows the order of the rooms below. The values the rooms
/// hand to each other ([io.stageline.publisher.Checkpoint], [io.stageline.publisher.Write]) stand here.
@NullMarked
package io.stageline.publisher;

import org.jspecify.annotations.NullMarked;
