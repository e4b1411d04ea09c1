package io.stageline.changelog.topic;

import java.util.OptionalLong;

/// A conflict as it goes to the topic `<pipeline>.conflicts`.
///
/// @param topicOffset where the conflicting change is in the change log, where that is known
/// @param type the kind of conflict, as `unique_exists`
/// @param sentence what happened, for people
/// @param key the row key, as JSON
/// @param value the whole conflict, as JSON
public record ConflictRecord(
        int lane,
        OptionalLong topicOffset,
        String type,
        String sentence,
        String key,
        String value) {}
