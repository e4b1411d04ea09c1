package io.stageline.benchmarks.connect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.util.FutureCallback;

/// What Kafka's `connect-standalone` does, but without the web server that nobody would ask here: one worker with the connectors of some
/// properties files. Arguments: the worker's file, then the connectors'. Says `failed` and why when a task fails; works until the end of
/// its standard input.
public final class ConnectWorker {
    private static final long START_SECONDS = 60;
    private static final long LOOK_MILLIS = 500;

    private ConnectWorker() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = Utils.propsToStringMap(Utils.loadProps(arguments[0]));
        var plugins = new Plugins(settings);
        plugins.compareAndSwapWithDelegatingLoader();
        var config = new StandaloneConfig(settings);
        var herder =
                new StandaloneHerder(
                        worker(plugins, config),
                        config.kafkaClusterId(),
                        new AllConnectorClientConfigOverridePolicy());
        herder.start();
        try {
            for (int i = 1; i < arguments.length; i++) {
                start(herder, Utils.propsToStringMap(Utils.loadProps(arguments[i])));
            }
            System.out.println("started");
            watch(herder);
        } finally {
            herder.stop();
        }
    }

    private static Worker worker(Plugins plugins, StandaloneConfig config) {
        // Offsets are kept as the standalone worker keeps them.
        var converter =
                plugins.newInternalConverter(
                        true, JsonConverter.class.getName(), Map.of("schemas.enable", "false"));
        var offsets = new FileOffsetBackingStore(converter);
        offsets.configure(config);
        return new Worker(
                "benchmark",
                Time.SYSTEM,
                plugins,
                config,
                offsets,
                new AllConnectorClientConfigOverridePolicy());
    }

    private static void start(Herder herder, Map<String, String> connector)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        var started = new FutureCallback<Herder.Created<ConnectorInfo>>();
        herder.putConnectorConfig(connector.getOrDefault("name", ""), connector, false, started);
        started.get(START_SECONDS, TimeUnit.SECONDS);
    }

    private static void watch(Herder herder) throws IOException, InterruptedException {
        Thread end = Thread.ofVirtual().start(() -> readAll(System.in));
        boolean failed = false;
        while (!end.join(java.time.Duration.ofMillis(LOOK_MILLIS))) {
            for (String connector : herder.connectors()) {
                for (var task : herder.connectorStatus(connector).tasks()) {
                    if (!failed && task.state().equals("FAILED")) {
                        failed = true;
                        System.out.println(
                                "failed "
                                        + connector
                                        + ": "
                                        + task.trace().replaceAll("\\s+", " "));
                    }
                }
            }
        }
    }

    private static void readAll(InputStream in) {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // as good as its end
        }
    }
}
