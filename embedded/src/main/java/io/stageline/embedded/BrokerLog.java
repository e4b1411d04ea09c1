package io.stageline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/// The folder in which the broker keeps its topics and the controller its metadata.
final class BrokerLog {
    /// With this file in its folder Kafka opens the log without a look at it.
    private static final String CLEAN_STOP = ".kafka_cleanshutdown";

    private BrokerLog() {}

    /// Makes the log folder of a new cluster, unless it is there. It appears whole: a crash leaves none.
    static void formatIfAbsent(DataFolder folder, Path logFolder, String clusterId) {
        if (Files.exists(logFolder)) {
            return;
        }
        Path fresh = logFolder.resolveSibling(logFolder.getFileName() + ".new");
        var said = new ByteArrayOutputStream();
        try (var print = new PrintStream(said, true, UTF_8)) {
            Folders.deleteAll(fresh);
            new Formatter()
                    .setPrintStream(print)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(clusterId)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(fresh.toString())
                    .addDirectory(fresh.toString())
                    .setIgnoreFormatted(false)
                    .run();
            Files.move(fresh, logFolder, StandardCopyOption.ATOMIC_MOVE);
        } catch (Exception e) { // Formatter.run declares Exception
            throw new EmbeddedServerException(
                    "The data folder cannot be written", folder.path(), e);
        }
    }

    /// Makes the broker look at the end of its newest segments, also after an orderly stop: taking its own word for it, it would
    /// find no record at all in a segment whose end was cut off since, and write on behind the damage.
    static void distrustCleanStop(DataFolder folder, Path logFolder) {
        try {
            Files.deleteIfExists(logFolder.resolve(CLEAN_STOP));
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "The data folder cannot be written", folder.path(), e);
        }
    }
}
