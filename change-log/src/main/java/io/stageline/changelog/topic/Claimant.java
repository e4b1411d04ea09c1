package io.stageline.changelog.topic;

import io.stageline.changelog.SourceServer;
import java.util.Optional;

/// Who claims a lane.
///
/// @param owner in words for people (host, process)
/// @param server whose log it reads; empty where that is not known
public record Claimant(String owner, Optional<SourceServer> server) {}
