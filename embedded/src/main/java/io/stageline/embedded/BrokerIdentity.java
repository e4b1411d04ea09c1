package io.stageline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;

/// What a broker keeps from start to start: its cluster's id, and its ports as long as they are free.
record BrokerIdentity(String clusterId, int port, int controllerPort) {
    private static final String CLUSTER_ID = "cluster-id";
    private static final String KAFKA_VERSION = "kafka-version";
    private static final String PORT = "port";
    private static final String CONTROLLER_PORT = "controller-port";

    /// Reads the identity of a folder, or makes it; refuses a folder that is not ours or from a newer Kafka.
    static BrokerIdentity of(DataFolder folder, Path logFolder, int wishedPort) {
        Properties kept = folder.properties();
        String clusterId = clusterId(folder, logFolder, kept);
        refuseNewerKafka(folder, kept.getProperty(KAFKA_VERSION, "0"));
        int port = port(folder, wishedPort, kept.getProperty(PORT, "0"));
        int controllerPort = port(folder, 0, kept.getProperty(CONTROLLER_PORT, "0"));

        kept.setProperty(CLUSTER_ID, clusterId);
        kept.setProperty(KAFKA_VERSION, AppInfoParser.getVersion());
        kept.setProperty(PORT, Integer.toString(port));
        kept.setProperty(CONTROLLER_PORT, Integer.toString(controllerPort));
        folder.keep(kept);
        return new BrokerIdentity(clusterId, port, controllerPort);
    }

    /// The port that the properties of a folder name; 0 when they name none.
    static int port(Properties kept) {
        return Integer.parseInt(kept.getProperty(PORT, "0"));
    }

    private static String clusterId(DataFolder folder, Path logFolder, Properties kept) {
        String ours = kept.getProperty(CLUSTER_ID, "");
        Path file = logFolder.resolve("meta.properties");
        if (!Files.exists(file)) {
            return ours.isEmpty() ? Uuid.randomUuid().toString() : ours;
        }
        var meta = new Properties();
        try (var reader = Files.newBufferedReader(file, UTF_8)) {
            meta.load(reader);
        } catch (IOException e) {
            throw new EmbeddedServerException("The data folder cannot be read", folder.path(), e);
        }
        String found = meta.getProperty("cluster.id", "");
        if (!found.equals(ours)) {
            throw new EmbeddedServerException(
                    "The data folder holds the log of another Kafka cluster",
                    folder.path(),
                    "cluster " + found);
        }
        return ours;
    }

    private static void refuseNewerKafka(DataFolder folder, String writtenBy) {
        String ours = AppInfoParser.getVersion();
        if (version(writtenBy).compareTo(version(ours)) > 0) {
            throw new EmbeddedServerException(
                    "The data folder was written by a newer Kafka",
                    folder.path(),
                    writtenBy + ", this one is " + ours);
        }
    }

    private static Runtime.Version version(String text) {
        // 4.3.0 counts as 4.3 there, hence the numbers only, without zeros at the end.
        String numbers = text.replaceFirst("[^0-9.].*$", "").replaceFirst("(\\.0+)+$", "");
        return Runtime.Version.parse(numbers.isEmpty() || numbers.equals("0") ? "1" : numbers);
    }

    private static int port(DataFolder folder, int wished, String before) {
        if (wished > 0 && !Ports.isFree(wished)) {
            throw new EmbeddedServerException(
                    "The embedded broker's port is taken", folder.path(), "port " + wished);
        }
        try {
            return wished > 0 ? wished : Ports.freePort(Integer.parseInt(before));
        } catch (IOException e) {
            throw new EmbeddedServerException("No free port", folder.path(), e);
        }
    }
}
