package io.stageline.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Kafka broker (with its controller) inside this JVM, alone in its cluster, on 127.0.0.1.
///
/// Everything it knows lies in one data folder; started there again, after an orderly stop or a crash, it goes on with the
/// same topics, on the same port if that is still free. An acknowledged record survives the crash of the process at once, that of the
/// machine after about a second.
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private final DataFolder folder;
    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(DataFolder folder, KafkaRaftServer server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /// Starts a broker on this folder, which is made if it is not there, on the port it had before or a free one.
    public static EmbeddedBroker start(Path dataFolder) {
        return start(dataFolder, 0, Map.of());
    }

    /// As [#start(Path)], on a given port (0: as before, or any free one) and with Kafka's own broker properties on top of ours.
    /// Returns when clients can connect.
    ///
    /// @throws EmbeddedServerException if the folder is in use, not writable or not ours, or the port is taken
    public static EmbeddedBroker start(
            Path dataFolder, int port, Map<String, String> brokerProperties) {
        DataFolder folder = DataFolder.own(dataFolder);
        try {
            return startIn(folder, port, brokerProperties);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedBroker startIn(DataFolder folder, int port, Map<String, String> more) {
        endAloudWhenKafkaEndsTheProcess();
        Path logFolder = folder.resolve("log");
        BrokerIdentity identity = BrokerIdentity.of(folder, logFolder, port);
        BrokerLog.formatIfAbsent(folder, logFolder, identity.clusterId());
        BrokerLog.distrustCleanStop(folder, logFolder);
        KafkaRaftServer server;
        try {
            server =
                    new KafkaRaftServer(
                            new KafkaConfig(BrokerSettings.of(logFolder, identity, more), false),
                            Time.SYSTEM);
        } catch (Exception e) { // Scala throws checked exceptions without a word
            throw new EmbeddedServerException(
                    "The embedded broker refused its folder or settings", folder.path(), e);
        }
        var broker = new EmbeddedBroker(folder, server, identity.port());
        try {
            server.startup();
        } catch (Exception e) {
            broker.shutDown();
            throw new EmbeddedServerException(
                    "The embedded broker did not start", folder.path(), e);
        }
        log.atInfo()
                .addKeyValue("bootstrap_servers", broker.bootstrapServers())
                .addKeyValue("data_folder", folder.path())
                .log("Embedded broker is ready");
        return broker;
    }

    /// When it can no longer write its log, Kafka ends the process it is in. That is right, for nothing is lost by a crash; but it is said.
    private static void endAloudWhenKafkaEndsTheProcess() {
        Exit.setHaltProcedure((status, message) -> {
            log.atError()
                    .addKeyValue("reason", message)
                    .log("The embedded broker cannot go on and ends this process");
            Runtime.getRuntime().halt(status);
        });
    }

    /// Where the broker of another process on this folder takes connections; empty when none runs there. Changes nothing.
    public static Optional<String> runningOn(Path dataFolder) {
        return DataFolder.propertiesOfRunning(dataFolder)
                .map(BrokerIdentity::port)
                .filter(Ports::answers)
                .map(port -> Ports.HOST + ":" + port);
    }

    /// Where clients connect, as Kafka's `bootstrap.servers` wants it.
    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    public Path dataFolder() {
        return folder.path();
    }

    /// Stops in order: the log is flushed and marked clean, the folder free for the next start.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        shutDown();
        folder.close();
    }

    /// Kafka's own stop has no bound, ours has: what is not stopped in time is left as after a crash, which the next start repairs.
    private void shutDown() {
        Thread stopping =
                Thread.ofPlatform()
                        .daemon()
                        .name("embedded-broker-stop")
                        .start(() -> {
                            server.shutdown();
                            server.awaitShutdown();
                        });
        try {
            if (!stopping.join(STOP_MAX)) {
                log.atWarn()
                        .addKeyValue("data_folder", folder.path())
                        .log("Embedded broker did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
