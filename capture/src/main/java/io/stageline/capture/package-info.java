/// Staging's log becomes the change log.
///
/// [CaptureLoop] is the door: it claims the change log, finds out where to go on, and lets committed source transactions
/// flow through four rooms until it is told to stop: `tail` (staging's log, by Debezium), `assemble` (whole source
/// transactions, checked), `select` (what is to be published), `emit` (to the change log, acknowledged). The values the
/// rooms hand on are here: [SourceEvent], [SourceChange], [TransactionPiece].
@NullMarked
package io.stageline.capture;

import org.jspecify.annotations.NullMarked;
