package io.stageline.operator;

import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.embedded.EmbeddedBroker;
import java.util.Optional;

/// Where the change log lives while this process runs: a Kafka elsewhere, or a broker of our own.
record ChangeLogHome(String bootstrapServers, Optional<EmbeddedBroker> broker)
        implements AutoCloseable {
    /// Starts the broker where the configuration asks for one.
    static ChangeLogHome open(ChangeLogConfig config) {
        if (!config.embedded()) {
            return new ChangeLogHome(config.bootstrapServers(), Optional.empty());
        }
        EmbeddedBroker broker = EmbeddedBroker.start(config.dataDir());
        return new ChangeLogHome(broker.bootstrapServers(), Optional.of(broker));
    }

    @Override
    public void close() {
        broker.ifPresent(EmbeddedBroker::close);
    }
}
