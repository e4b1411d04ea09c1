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

/// The meters of the halves that run in this process; docs/metrics.md lists them. Each asks for a reading when it is looked at, on
/// whatever thread looks; what is not known then is NaN. To be kept as long as the registry: it holds counters weakly.
final class PipelineMeters implements MeterBinder {
    private static final String LAG =
            "For how long capture is behind staging, publish behind the change log";
    private static final String SEQUENCE = "The source transaction that this stage has come to";
    private static final String TRANSACTIONS =
            "Source transactions that this stage has passed on since its process started";
    private static final String STATE = "1 for the state that this stage is in, 0 for all others";

    private final Supplier<Reading> reading;
    private final Clock clock;

    PipelineMeters(Supplier<Reading> reading, Clock clock) {
        this.reading = reading;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Reading now = reading.get();
        now.capture().ifPresent(_ -> bindCapture(new Stage(registry, "capture")));
        now.publisher().ifPresent(_ -> bindPublisher(new Stage(registry, "publish")));
    }

    private void bindCapture(Stage stage) {
        stage.states(CaptureStatus.State.values(), ofCapture(CaptureStatus::state));
        stage.seconds(
                "stageline.lag", LAG, it -> it.capture().flatMap(CaptureStatus::lag).orElse(null));
        stage.gauge(
                "stageline.sequence", SEQUENCE, ofCapture(it -> it.captured().sequence().value()));
        stage.gauge(
                "stageline.epoch",
                "Number of capture's reign",
                ofCapture(it -> it.epoch().value()));
        stage.counter(
                "stageline.transactions", TRANSACTIONS, ofCapture(CaptureStatus::transactions));
        stage.counter(
                "stageline.events",
                "Change events written to the change log since the process started",
                ofCapture(CaptureStatus::events));
    }

    private void bindPublisher(Stage stage) {
        stage.states(PublishStatus.State.values(), ofPublisher(PublishStatus::state));
        stage.seconds("stageline.lag", LAG, Reading::publishLag);
        stage.gauge("stageline.sequence", SEQUENCE, ofPublisher(it -> it.sequence().value()));
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
                "Source transactions that wait for an operator's decision",
                ofPublisher(it -> it.holding().transactions()));
        stage.seconds(
                "stageline.held.oldest",
                "For how long the oldest of them has been held, 0 while none is",
                ofPublisher(it -> age(it.holding())));
    }

    private Duration age(Holding holding) {
        Duration age =
                holding.since()
                        .map(since -> Duration.between(since, clock.instant()))
                        .orElse(Duration.ZERO);
        return age.isNegative() ? Duration.ZERO : age; // since is by production's clock
    }

    private static <T> Function<Reading, @Nullable T> ofCapture(Function<CaptureStatus, T> value) {
        return it -> it.capture().map(value).orElse(null);
    }

    private static <T> Function<Reading, @Nullable T> ofPublisher(
            Function<PublishStatus, T> value) {
        return it -> it.publisher().map(value).orElse(null);
    }

    /// Registers what one stage tells.
    private final class Stage {
        private final MeterRegistry registry;
        private final Tags tags;

        private Stage(MeterRegistry registry, String name) {
            this.registry = registry;
            this.tags = Tags.of("stage", name);
        }

        private void gauge(
                String name,
                String description,
                Function<Reading, ? extends @Nullable Number> value) {
            gauge(name, description, Optional.empty(), tags, number(value));
        }

        private void seconds(
                String name, String description, Function<Reading, @Nullable Duration> value) {
            gauge(
                    name,
                    description,
                    Optional.of("seconds"),
                    tags,
                    number(it -> {
                        Duration duration = value.apply(it);
                        return duration == null ? null : duration.toMillis() / 1000.0;
                    }));
        }

        private <S extends Enum<S>> void states(
                S[] states, Function<Reading, @Nullable S> current) {
            for (S state : states) {
                gauge(
                        "stageline.state",
                        STATE,
                        Optional.empty(),
                        tags.and("state", state.name().toLowerCase(Locale.ROOT)),
                        it -> current.apply(it) == state ? 1 : 0);
            }
        }

        private void gauge(
                String name,
                String description,
                Optional<String> unit,
                Tags allTags,
                ToDoubleFunction<Reading> value) {
            Gauge.builder(name, reading, it -> value.applyAsDouble(it.get()))
                    .strongReference(true)
                    .description(description)
                    .baseUnit(unit.orElse(null))
                    .tags(allTags)
                    .register(registry);
        }

        private void counter(
                String name,
                String description,
                Function<Reading, ? extends @Nullable Number> value) {
            ToDoubleFunction<Reading> number = number(value);
            FunctionCounter.builder(name, reading, it -> number.applyAsDouble(it.get()))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        private static ToDoubleFunction<Reading> number(
                Function<Reading, ? extends @Nullable Number> value) {
            return it -> {
                Number number = value.apply(it);
                return number == null ? Double.NaN : number.doubleValue();
            };
        }
    }
}
