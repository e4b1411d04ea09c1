/// Staging's log, read by an embedded Debezium: the only package that imports `io.debezium`.
///
/// [PostgresTail] is the door: it checks or makes the replication slot and the PostgreSQL publication, then hands every event
/// to a [TailListener] until it is stopped. Debezium is hosted so that its restart hazards cannot bite: it keeps no
/// offset of its own ([ResumeOffsets]), it retries nothing, what it decodes is taken straight from its stream, and the slot is
/// confirmed only by that [TappedStream], with the positions the listener allows. The classes Debezium makes by name have to be public; they are no doors.
@NullMarked
package io.stageline.capture.tail;

import org.jspecify.annotations.NullMarked;
