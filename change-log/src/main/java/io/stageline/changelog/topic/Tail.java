package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.SourceServer;
import java.util.Optional;

/// The end of a lane: where capture goes on, who reigns, and the topic offset behind the last record.
///
/// @param owner who made the newest claim, in words for people; empty if nobody ever did
/// @param server whose log the newest claim reads; empty if it does not tell
public record Tail(
        ResumePoint resumePoint,
        Epoch epoch,
        String owner,
        Optional<SourceServer> server,
        long endOffset) {}
