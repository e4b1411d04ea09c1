package io.stageline.changelog.topic;

import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;
import io.stageline.configuration.PassThrough;
import io.stageline.configuration.Require;
import java.nio.file.Path;
import java.util.Map;

/// Where the change log lives.
public record ChangeLogConfig(
        @Doc(
                        "Kafka bootstrap servers (host:port, comma-separated), or `embedded` for a broker inside this process"
                                + " on one machine.")
                @Default("embedded")
                String bootstrapServers,
        @Doc("Data folder of the embedded broker. Keep it: it is the change log.")
                @Default("data/change-log")
                Path dataDir,
        @Doc("Replicas of the topic when Stageline creates it on an external cluster.")
                @Default("3")
                int replicationFactor,
        @Doc(
                        "Largest record in bytes. A row whose JSON is larger stops capture with a clear message."
                                + " Brokers and topic must allow it.")
                @Default("67108864")
                int recordBytesMax,
        @Doc("Kafka client properties, passed on unrenamed (security.protocol, sasl.*, ssl.* …).")
                @PassThrough
                Map<String, String> kafka) {
    /// The value of `bootstrap-servers` that stands for a broker inside this process.
    public static final String EMBEDDED = "embedded";

    private static final Map<String, String> DENIED =
            Map.ofEntries(
                    Map.entry("bootstrap.servers", "set change-log.bootstrap-servers"),
                    Map.entry("acks", "every change must be acknowledged by all in-sync replicas"),
                    Map.entry("enable.idempotence", "a retried send must not append twice"),
                    Map.entry(
                            "max.in.flight.requests.per.connection", "order must survive a retry"),
                    Map.entry("key.serializer", "the change log's format is ours"),
                    Map.entry("value.serializer", "the change log's format is ours"),
                    Map.entry("key.deserializer", "the change log's format is ours"),
                    Map.entry("value.deserializer", "the change log's format is ours"),
                    Map.entry("enable.auto.commit", "progress is the checkpoint in production"),
                    Map.entry("isolation.level", "the change log does not use Kafka transactions"),
                    Map.entry("transactional.id", "the change log does not use Kafka transactions"),
                    Map.entry(
                            "interceptor.classes", "no foreign classes on the path of the changes"),
                    Map.entry("metric.reporters", "no foreign classes on the path of the changes"));

    public ChangeLogConfig {
        Require.notEmpty("bootstrap-servers", bootstrapServers);
        Require.between("replication-factor", replicationFactor, 1, 100);
        Require.between("record-bytes-max", recordBytesMax, 1_048_576, 1_073_741_824);
        Require.noDenied("kafka", kafka, DENIED);
        kafka = Map.copyOf(kafka);
    }

    public boolean embedded() {
        return bootstrapServers.equals(EMBEDDED);
    }

    /// The same settings against the broker that was started for them.
    public ChangeLogConfig withBootstrapServers(String servers) {
        return new ChangeLogConfig(
                servers, dataDir, embedded() ? 1 : replicationFactor, recordBytesMax, kafka);
    }
}
