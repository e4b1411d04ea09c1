/// What the words of [io.stageline.changelog] look like on the Kafka topic, and how they are written and read.
///
/// [ChangeLogTopic] is the door: it makes sure the topic exists with the settings our guarantees need, and hands out a
/// [ChangeLogWriter] (one a lane, fenced by epoch), a [ChangeLogReader] and the [Tail]. The format is a contract:
/// `docs/change-log-format.md` describes it, golden files keep every version readable.
@NullMarked
package io.stageline.changelog.topic;

import org.jspecify.annotations.NullMarked;
