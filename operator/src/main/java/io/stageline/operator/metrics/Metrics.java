package io.stageline.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the metrics of this process to Prometheus, at `/metrics`. Answers on threads of its own until it is closed.
public final class Metrics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Metrics.class);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HTTPServer server;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final List<PipelineMeters> told = new ArrayList<>();

    private Metrics(InetSocketAddress address, String pipeline, String version) throws IOException {
        this.server =
                HTTPServer.builder()
                        .hostname(address.getHostString())
                        .port(address.getPort())
                        .registry(registry.getPrometheusRegistry())
                        .buildAndStart();
        registry.config().commonTags("pipeline", pipeline);
        Gauge.builder("stageline.build.info", () -> 1)
                .description("Always 1; the label says which version runs")
                .tag("version", version)
                .register(registry);
        List.of(
                        garbage,
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    /// Starts to serve, if the configuration asks for it: at first what is known of the process.
    ///
    /// @param pipeline its name, a label of every metric
    /// @param version of this program
    /// @throws AddressException if the address cannot be had
    public static Optional<Metrics> serve(MetricsConfig config, String pipeline, String version) {
        return config.address()
                .map(address -> {
                    try {
                        var metrics = new Metrics(address, pipeline, version);
                        log.atInfo().addKeyValue("port", metrics.port()).log("Serving metrics");
                        return metrics;
                    } catch (IOException e) {
                        throw new AddressException(
                                "metrics.bind: %s:%d cannot be listened at: %s. Choose another address, or leave it out"
                                        .formatted(
                                                address.getHostString(),
                                                address.getPort(),
                                                e.getMessage()),
                                e);
                    }
                });
    }

    /// From now on, of the pipeline too.
    ///
    /// @param reading must answer at once, on any thread
    public void tell(Supplier<Reading> reading, Clock clock) {
        var meters = new PipelineMeters(reading, clock);
        told.add(meters);
        meters.bindTo(registry);
    }

    /// Where it listens; another than was asked for if that was 0.
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
        garbage.close();
        registry.close();
    }
}
