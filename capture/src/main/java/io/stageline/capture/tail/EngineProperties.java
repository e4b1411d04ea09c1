package io.stageline.capture.tail;

import io.stageline.capture.CaptureSettings;
import io.stageline.database.DatabaseConfig;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/// The engine's properties: the operator's own first, then what a guarantee rests on.
final class EngineProperties {
    private static final Set<String> LOGIN = Set.of("user", "password");

    private EngineProperties() {}

    /// @param publications what pgoutput is asked for: quoted names, separated by commas
    static Properties of(CaptureSettings settings, String publications) {
        Properties properties = new Properties();
        pace(properties);
        settings.capture().debezium().forEach(properties::setProperty);
        engine(properties, settings.pipeline());
        staging(properties, settings.staging());
        exactness(properties);
        properties.setProperty("slot.name", settings.names().slot());
        properties.setProperty("publication.name", publications);
        return properties;
    }

    private static void pace(Properties properties) {
        properties.setProperty("status.update.interval.ms", "5000");
        properties.setProperty("executor.shutdown.timeout.ms", "2000");
        properties.setProperty("driver.connectTimeout", "10");
        properties.setProperty("driver.tcpKeepAlive", "true");
    }

    private static void engine(Properties properties, String pipeline) {
        properties.setProperty("name", pipeline);
        properties.setProperty("topic.prefix", pipeline);
        properties.setProperty("connector.class", ExactPostgresConnector.class.getName());
        properties.setProperty("plugin.name", "pgoutput");
        properties.setProperty("offset.storage", ResumeOffsets.class.getName());
        properties.setProperty("bootstrap.servers", "none:1"); // asked for, never used
        properties.setProperty("record.processing.threads", "1");
        properties.setProperty("poll.interval.ms", "1"); // the tap makes the pauses
        properties.setProperty("errors.max.retries", "0");
        properties.setProperty("slot.max.retries", "0");
        properties.setProperty("retriable.restart.connector.wait.ms", "1000");
        properties.setProperty("heartbeat.interval.ms", "0");
        properties.setProperty("snapshot.mode", "no_data");
        properties.setProperty("lsn.flush.mode", "connector");
        properties.setProperty("publication.autocreate.mode", "disabled");
        properties.setProperty("slot.drop.on.stop", "false");
        properties.setProperty("statistics.metrics.enabled", "false");
        properties.setProperty("extended.headers.enabled", "false");
    }

    private static void staging(Properties properties, DatabaseConfig staging) {
        StagingUrl url = StagingUrl.parse(staging.url());
        url.parameters()
                .forEach((name, value) -> {
                    if (!LOGIN.contains(name)) {
                        properties.setProperty("driver." + name, value);
                    }
                });
        properties.setProperty("database.hostname", url.host());
        properties.setProperty("database.port", url.port());
        properties.setProperty("database.dbname", url.databaseName());
        properties.setProperty("database.user", staging.user());
        properties.setProperty("database.password", staging.password().reveal());
    }

    private static void exactness(Properties properties) {
        Map.ofEntries(
                        Map.entry("skipped.operations", "none"),
                        Map.entry("tombstones.on.delete", "false"),
                        Map.entry("include.unknown.datatypes", "true"),
                        Map.entry("binary.handling.mode", "bytes"),
                        Map.entry("schema.name.adjustment.mode", "none"),
                        Map.entry("field.name.adjustment.mode", "none"),
                        Map.entry("event.processing.failure.handling.mode", "fail"),
                        Map.entry("event.converting.failure.handling.mode", "fail"))
                .forEach(properties::setProperty);
    }
}
