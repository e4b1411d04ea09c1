package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/// The real program, as an operator starts it, in 512 MB.
final class StagelineProcess {
    static final String PIPELINE = "bench";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("STAGELINE_JAVA_OPTS", "-Xmx512m");

    private StagelineProcess() {}

    /// Starts `./stageline COMMAND` over these servers; everything else is as it comes.
    ///
    /// @param publisher settings under `publisher`
    static Child start(
            String command,
            Site site,
            BenchDatabase production,
            String slot,
            String changeLog,
            String publisher)
            throws IOException {
        BenchDatabase staging = site.backlog().staging();
        Path file = Files.createDirectories(site.folder()).resolve(command + ".yaml");
        Files.writeString(
                file,
                """
                pipeline: %s
                staging: { url: "%s", user: "%s", password: "%s" }
                production: { url: "%s", user: "%s", password: "%s" }
                change-log: { %s }
                capture: { debezium: { slot.name: %s, publication.name: %s } }
                publisher: { %s }
                """
                        .formatted(
                                PIPELINE,
                                staging.url(),
                                staging.user(),
                                staging.password(),
                                production.url(),
                                production.user(),
                                production.password(),
                                changeLog,
                                slot,
                                Backlog.PUBLICATION,
                                publisher));
        var arguments = new ArrayList<String>(site.stageline());
        arguments.add(command);
        arguments.add("--config");
        arguments.add(file.toString());
        return Child.start(command, site.folder(), arguments, ENVIRONMENT);
    }
}
