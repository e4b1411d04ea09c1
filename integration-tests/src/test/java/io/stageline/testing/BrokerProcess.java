package io.stageline.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/// An embedded broker in a child JVM, to be killed, stopped and started again on the same folder and port.
public final class BrokerProcess implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(90);

    private final Path folder;
    private ChildProcess process;
    private String bootstrapServers;

    private BrokerProcess(Path folder, ChildProcess process) {
        this.folder = folder;
        this.process = process;
        this.bootstrapServers = awaitReady(process);
    }

    /// Starts it and waits until it takes connections. Its data is in `folder/data`.
    public static BrokerProcess start(Path folder) {
        return new BrokerProcess(folder, launch(folder, 0));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public Path dataFolder() {
        return folder.resolve("data");
    }

    /// `kill -9`; see [#restart()].
    public void kill9() {
        process.kill9();
    }

    public void stop() {
        process.stop();
    }

    public void cont() {
        process.cont();
    }

    /// Ends it in order.
    public void terminate() {
        process.close();
    }

    /// Starts it again where it was, after [#kill9()] or [#terminate()].
    public void restart() {
        int port =
                Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
        process = launch(folder, port);
        bootstrapServers = awaitReady(process);
    }

    @Override
    public void close() {
        process.close();
    }

    private static ChildProcess launch(Path folder, int port) {
        return ChildProcess.start(
                folder,
                BrokerMain.class.getName(),
                List.of("-Xmx256m", ChildProcess.QUICK_TO_START),
                List.of(folder.resolve("data").toString(), Integer.toString(port)),
                Map.of());
    }

    private static String awaitReady(ChildProcess process) {
        Awaitility.await("broker of " + process)
                .atMost(READY_MAX)
                .until(() -> !process.isAlive() || ready(process).isPresent());
        return ready(process)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "The broker ended: " + process + "\n" + process.stderr()));
    }

    private static Optional<String> ready(ChildProcess process) {
        return process.stdout()
                .lines()
                .filter(line -> line.startsWith(BrokerMain.READY))
                .map(line -> line.substring(BrokerMain.READY.length()))
                .findFirst();
    }
}
