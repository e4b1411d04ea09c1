/// Staging's log where staging is MySQL: the binlog.
///
/// [MySqlTail] is the door. Debezium's binlog client connects, logs in and receives events as they stand in the binlog; what is in
/// them is read here, straight to the text of the change log. Every description of a table comes with its rows
/// (`binlog_row_metadata=FULL`), so there is no schema history to keep, lose or replay.
@NullMarked
package io.stageline.capture.tail.mysql;

import org.jspecify.annotations.NullMarked;
