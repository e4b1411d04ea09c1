package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;

/// The end of a lane: where capture goes on, who reigns, and the topic offset behind the last record.
///
/// @param owner who made the newest claim, in words for people; empty if nobody ever did
public record Tail(ResumePoint resumePoint, Epoch epoch, String owner, long endOffset) {}
