package io.stageline.operator.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.stageline.capture.CaptureStatus;
import io.stageline.publisher.Holding;
import io.stageline.publisher.PublishStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The meters of the halves that run in this process; docs/metrics.md lists them. Those that are looked at together tell of one
/// moment; what is not known then is NaN. To be kept as long as the registry: it holds counters weakly.
final class PipelineMeters implements MeterBinder {
    private static final long TOGETHER_NANOS = Duration.ofMillis(100).toNanos();
    private static final String LAG =
            "For how long capture is behind staging, publish behind the change log";
    private static final String SEQUENCE = "The source transaction that this stage has come to";
    private static final String TRANSACTIONS =
            "Source transactions that this stage has passed on since its process started";
    private static final String STATE = "1 for the state that this stage is in, 0 for all others";

    private final Supplier<Reading> source;
    private final Clock clock;
    private @Nullable Reading reading;
    private long readAtNanos;

    PipelineMeters(Supplier<Reading> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    private synchronized Reading reading() {
        long now = System.nanoTime();
        Reading known = reading;
        if (known == null || now - readAtNanos > TOGETHER_NANOS) {
            known = source.get();
            reading = known;
            readAtNanos = now;
        }
        return known;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Reading now = reading();
        now.capture().ifPresent(_ -> bindCapture(new Stage(registry, "capture")));
        now.publisher().ifPresent(_ -> bindPublisher(new Stage(registry, "publish")));
    }

    private void bindCapture(Stage stage) {
        stage.states(CaptureStatus.State.values(), it -> it.capture().map(CaptureStatus::state));
        stage.seconds("stageline.lag", LAG, it -> it.capture().flatMap(CaptureStatus::lag));
        stage.gauge(
                "stageline.sequence", SEQUENCE, claimed(it -> it.captured().sequence().value()));
        stage.gauge(
                "stageline.epoch", "Number of capture's claim", claimed(it -> it.epoch().value()));
        stage.counter(
                "stageline.transactions", TRANSACTIONS, ofCapture(CaptureStatus::transactions));
        stage.counter(
                "stageline.events",
                "Change events written to the change log since the process started",
                ofCapture(CaptureStatus::events));
    }

    private void bindPublisher(Stage stage) {
        stage.states(PublishStatus.State.values(), it -> it.publisher().map(PublishStatus::state));
        stage.seconds("stageline.lag", LAG, it -> Optional.of(it.publishLag()));
        stage.gauge(
                "stageline.sequence",
                SEQUENCE,
                // known from the same look at production as the held set
                it -> held(it, (status, _) -> status.sequence().value()));
        stage.counter(
                "stageline.transactions", TRANSACTIONS, ofPublisher(PublishStatus::transactions));
        stage.counter(
                "stageline.rows",
                "Rows written to production since the process started",
                ofPublisher(PublishStatus::rows));
        stage.counter(
                "stageline.noops",
                "Changes that production already had, since the process started",
                ofPublisher(PublishStatus::noops));
        stage.gauge(
                "stageline.held.transactions",
                "Source transactions that are held: in conflict, or dependent on one that is",
                it -> held(it, (_, holding) -> holding.transactions()));
        stage.seconds(
                "stageline.held.oldest",
                "For how long the oldest held source transaction has been held, 0 while none is",
                it -> it.publisher().flatMap(PublishStatus::holding).map(this::age));
    }

    private interface OfHolding {
        double value(PublishStatus status, Holding holding);
    }

    private static double held(Reading reading, OfHolding value) {
        return reading.publisher()
                .flatMap(status -> status.holding().map(holding -> value.value(status, holding)))
                .orElse(Double.NaN);
    }

    private Duration age(Holding holding) {
        Duration age =
                holding.since()
                        .map(since -> Duration.between(since, clock.instant()))
                        .orElse(Duration.ZERO);
        return age.isNegative() ? Duration.ZERO : age; // since is by production's clock
    }

    private static ToDoubleFunction<Reading> ofCapture(ToDoubleFunction<CaptureStatus> value) {
        return it -> it.capture().map(value::applyAsDouble).orElse(Double.NaN);
    }

    private static ToDoubleFunction<Reading> claimed(ToDoubleFunction<CaptureStatus> value) {
        return it ->
                it.capture()
                        .filter(CaptureStatus::claimed)
                        .map(value::applyAsDouble)
                        .orElse(Double.NaN);
    }

    private static ToDoubleFunction<Reading> ofPublisher(ToDoubleFunction<PublishStatus> value) {
        return it -> it.publisher().map(value::applyAsDouble).orElse(Double.NaN);
    }

    /// Registers what one stage tells.
    private final class Stage {
        private final MeterRegistry registry;
        private final Tags tags;

        private Stage(MeterRegistry registry, String name) {
            this.registry = registry;
            this.tags = Tags.of("stage", name);
        }

        private void gauge(String name, String description, ToDoubleFunction<Reading> value) {
            build(name, value).description(description).tags(tags).register(registry);
        }

        private void seconds(
                String name, String description, Function<Reading, Optional<Duration>> value) {
            build(
                            name,
                            it ->
                                    value.apply(it)
                                            .map(duration -> duration.toMillis() / 1000.0)
                                            .orElse(Double.NaN))
                    .description(description)
                    .baseUnit("seconds")
                    .tags(tags)
                    .register(registry);
        }

        private <S extends Enum<S>> void states(
                S[] states, Function<Reading, Optional<S>> current) {
            for (S state : states) {
                build(
                                "stageline.state",
                                it -> current.apply(it).filter(state::equals).isPresent() ? 1 : 0)
                        .description(STATE)
                        .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
                        .register(registry);
            }
        }

        private Gauge.Builder<PipelineMeters> build(String name, ToDoubleFunction<Reading> value) {
            return Gauge.builder(
                    name, PipelineMeters.this, it -> value.applyAsDouble(it.reading()));
        }

        private void counter(String name, String description, ToDoubleFunction<Reading> value) {
            FunctionCounter.builder(
                            name, PipelineMeters.this, it -> value.applyAsDouble(it.reading()))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }
    }
}
