package io.stageline.benchmarks.child;

import io.stageline.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A Kafka broker. Argument: its data folder. Says `ready` and where it is, then works until the end of its standard input.
public final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> properties = Map.of("auto.create.topics.enable", "true");
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0, properties)) {
            System.out.println("ready " + broker.bootstrapServers());
            Parent.awaitEnd();
        }
    }
}
