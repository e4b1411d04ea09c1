package io.stageline.benchmarks.site;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a peer gets to work with.
///
/// @param folder for its files; its own
/// @param stageline the command that starts the real program
/// @param connectClassPath of the Kafka Connect peer, which shares none with Stageline
/// @param limit the longest time one measurement may take
public record Site(
        Backlog backlog,
        Path folder,
        List<String> stageline,
        Path connectClassPath,
        Duration limit) {
    public Site {
        stageline = List.copyOf(stageline);
    }
}
