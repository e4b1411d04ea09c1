package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.conflict.Conflict;
import io.stageline.publisher.PublishStatus;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The status line: rewritten in place on a terminal, else a line of its own now and then. Owned by one thread.
public final class Progress {
    private static final Duration LIVE_EVERY = Duration.ofMillis(250);
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean live;
    private final LagWatch lag;
    private long shownAtNanos = System.nanoTime();

    public Progress(PrintWriter err, boolean live, Clock clock) {
        this.err = err;
        this.live = live;
        this.lag = new LagWatch(clock);
    }

    /// Shows how things are, if it is time to.
    public void show(Pulse pulse) {
        Duration publishLag = lag.publishLag(pulse);
        Duration every = live ? LIVE_EVERY : PLAIN_EVERY;
        if (System.nanoTime() - shownAtNanos < every.toNanos()) {
            return;
        }
        shownAtNanos = System.nanoTime();
        String line = line(pulse, publishLag);
        if (live) {
            err.print(CLEAR_LINE + line);
        } else {
            err.println(line);
        }
        err.flush();
    }

    /// Makes room for other text.
    public void clear() {
        if (live) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    static String line(Pulse pulse, Duration publishLag) {
        Duration captureLag = pulse.capture().flatMap(CaptureStatus::lag).orElse(Duration.ZERO);
        var line = new StringBuilder();
        pulse.publisher().ifPresent(publisher -> line.append(publisher(publisher)));
        pulse.capture()
                .ifPresent(capture -> {
                    if (pulse.publisher().isEmpty()) {
                        line.append(capture(capture));
                    } else if (capture.state() != CaptureStatus.State.STREAMING) {
                        line.append(" · capture ")
                                .append(word(capture.state()))
                                .append(": ")
                                .append(capture.reason());
                    }
                });
        line.append(" · lag ").append(seconds(captureLag.plus(publishLag)));
        if (pulse.capture().isPresent() && pulse.publisher().isPresent()) {
            line.append(" (capture ")
                    .append(seconds(captureLag))
                    .append(", publish ")
                    .append(seconds(publishLag))
                    .append(')');
        }
        return line.toString();
    }

    private static String publisher(PublishStatus publisher) {
        Optional<Conflict> conflict = publisher.conflict();
        return "%s %s · %,d transactions · %,d rows%s"
                .formatted(
                        word(publisher.state()),
                        publisher.sequence(),
                        publisher.transactions(),
                        publisher.rows(),
                        conflict.map(it -> " · conflict " + it.type().word() + " on " + it.table())
                                .orElse(""));
    }

    private static String capture(CaptureStatus capture) {
        return "%s %s · %,d transactions · %,d events"
                .formatted(
                        word(capture.state()),
                        capture.captured().sequence(),
                        capture.transactions(),
                        capture.events());
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
