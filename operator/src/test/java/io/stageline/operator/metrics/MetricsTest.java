package io.stageline.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.capture.CaptureStatus;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.configuration.InvalidSetting;
import io.stageline.publisher.Holding;
import io.stageline.publisher.PublishStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void tellsWhatBothHalvesSay() throws Exception {
        var held = new Holding(3, Optional.of(NOW.minusSeconds(90)));

        String scraped =
                scraped(reading(Optional.of(capture()), Optional.of(publisher(Optional.of(held)))));

        assertThat(scraped.lines())
                .contains(
                        "stageline_build_info{pipeline=\"shop\",version=\"1.2\"} 1",
                        "stageline_state{pipeline=\"shop\",stage=\"capture\",state=\"streaming\"} 1.0",
                        "stageline_state{pipeline=\"shop\",stage=\"capture\",state=\"retrying\"} 0.0",
                        "stageline_state{pipeline=\"shop\",stage=\"publish\",state=\"idle\"} 1.0",
                        "stageline_lag_seconds{pipeline=\"shop\",stage=\"capture\"} 0.25",
                        "stageline_lag_seconds{pipeline=\"shop\",stage=\"publish\"} 1.5",
                        "stageline_sequence{pipeline=\"shop\",stage=\"capture\"} 9.0",
                        "stageline_sequence{pipeline=\"shop\",stage=\"publish\"} 6.0",
                        "stageline_epoch{pipeline=\"shop\",stage=\"capture\"} 2.0",
                        "stageline_transactions_total{pipeline=\"shop\",stage=\"capture\"} 7.0",
                        "stageline_events_total{pipeline=\"shop\",stage=\"capture\"} 70.0",
                        "stageline_transactions_total{pipeline=\"shop\",stage=\"publish\"} 4.0",
                        "stageline_rows_total{pipeline=\"shop\",stage=\"publish\"} 5.0",
                        "stageline_noops_total{pipeline=\"shop\",stage=\"publish\"} 1.0",
                        "stageline_held_transactions{pipeline=\"shop\",stage=\"publish\"} 3.0",
                        "stageline_held_oldest_seconds{pipeline=\"shop\",stage=\"publish\"} 90.0");
        assertThat(scraped).contains("jvm_memory_used_bytes", "process_uptime_seconds");
    }

    @Test
    void saysNothingOfAHalfThatRunsElsewhere() throws Exception {
        assertThat(scraped(reading(Optional.of(capture()), Optional.empty())))
                .contains("stage=\"capture\"")
                .doesNotContain("stage=\"publish\"", "stageline_held");
    }

    @Test
    void whatIsNotKnownIsNoNumber() throws Exception {
        var silent =
                new CaptureStatus(
                        CaptureStatus.State.STARTING,
                        "",
                        Epoch.NONE,
                        ResumePoint.START,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        0);

        assertThat(
                        scraped(
                                        reading(
                                                Optional.of(silent),
                                                Optional.of(publisher(Optional.empty()))))
                                .lines()
                                .filter(line -> line.endsWith(" NaN")))
                .containsExactlyInAnyOrder(
                        "stageline_lag_seconds{pipeline=\"shop\",stage=\"capture\"} NaN",
                        "stageline_sequence{pipeline=\"shop\",stage=\"capture\"} NaN",
                        "stageline_epoch{pipeline=\"shop\",stage=\"capture\"} NaN",
                        "stageline_sequence{pipeline=\"shop\",stage=\"publish\"} NaN",
                        "stageline_held_transactions{pipeline=\"shop\",stage=\"publish\"} NaN",
                        "stageline_held_oldest_seconds{pipeline=\"shop\",stage=\"publish\"} NaN");
    }

    /// docs/metrics.md lists exactly what is served, each by its name.
    @Test
    void theDocumentIsComplete() throws Exception {
        String scraped =
                scraped(
                        reading(
                                Optional.of(capture()),
                                Optional.of(publisher(Optional.of(Holding.NOTHING)))));
        Path document = Path.of("..", "docs", "metrics.md");

        assertThat(names("(?m)^\\| `(stageline_\\w+)", Files.readString(document)))
                .containsExactlyElementsOf(names("(?m)^(stageline_\\w+)\\{", scraped));
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = new MetricsConfig(Optional.of("127.0.0.1:" + taken.getLocalPort()));

            assertThatThrownBy(() -> Metrics.serve(config, "shop", "1.2"))
                    .isInstanceOf(AddressException.class)
                    .hasMessageContaining("metrics.bind: 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aHostThatIsUnknownIsNamed() {
        var config = new MetricsConfig(Optional.of("no-such-host.invalid:9485"));

        assertThatThrownBy(() -> Metrics.serve(config, "shop", "1.2"))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining(
                        "metrics.bind: no-such-host.invalid:9485 cannot be listened at");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9485", "localhost", "localhost:", ":9485", "a b:1", "h:65536", "::1:9"})
    void anAddressIsAHostAndAPort(String address) {
        assertThatThrownBy(() -> new MetricsConfig(Optional.of(address)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:9485", "localhost:0", "[::1]:65535", "metrics.example:80"})
    void aHostMayHaveAnyForm(String address) {
        assertThat(new MetricsConfig(Optional.of(address)).address().orElseThrow())
                .hasToString(address.replace("[", "").replaceAll("]?:(\\d+)$", "/<unresolved>:$1"));
    }

    private static String scraped(Reading reading) throws IOException, InterruptedException {
        var config = new MetricsConfig(Optional.of("127.0.0.1:0"));
        try (Metrics metrics = Metrics.serve(config, "shop", "1.2").orElseThrow();
                HttpClient client = HttpClient.newHttpClient()) {
            metrics.tell(() -> reading, CLOCK);
            var uri = URI.create("http://127.0.0.1:" + metrics.port() + "/metrics");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    private static List<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(it -> it.group(1))
                .distinct()
                .sorted()
                .toList();
    }

    private static Reading reading(
            Optional<CaptureStatus> capture, Optional<PublishStatus> publisher) {
        return new Reading(capture, publisher, Duration.ofMillis(1500));
    }

    private static CaptureStatus capture() {
        return new CaptureStatus(
                CaptureStatus.State.STREAMING,
                "",
                new Epoch(2),
                new ResumePoint(new Sequence(9), Optional.empty()),
                Optional.empty(),
                Optional.of(Duration.ofMillis(250)),
                7,
                70);
    }

    private static PublishStatus publisher(Optional<Holding> holding) {
        return new PublishStatus(
                PublishStatus.State.IDLE,
                "",
                new Sequence(6),
                Optional.empty(),
                new PublishStatus.Done(5, 4, 1),
                holding,
                Optional.empty());
    }
}
