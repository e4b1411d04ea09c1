package io.stageline.testing;

import io.stageline.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;

/// An embedded broker in a process of its own: arguments are the data folder and the port (0: any).
final class BrokerMain {
    static final String READY = "READY ";

    private BrokerMain() {}

    public static void main(String[] arguments) {
        EmbeddedBroker broker =
                EmbeddedBroker.start(
                        Path.of(arguments[0]), Integer.parseInt(arguments[1]), Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
        System.out.println(READY + broker.bootstrapServers());
        // The broker's own threads keep the process up.
    }
}
