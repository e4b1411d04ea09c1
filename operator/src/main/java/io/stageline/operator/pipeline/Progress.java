package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.conflict.Conflict;
import io.stageline.publisher.Holding;
import io.stageline.publisher.PublishStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The status line: rewritten in place on a terminal, else a line of its own now and then. Owned by one thread.
public final class Progress {
    private static final Duration LIVE_EVERY = Duration.ofMillis(250);
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);

    /// A log keeps each line: one where nothing has changed tells only that somebody is at home, and the lag.
    private static final Duration UNCHANGED_EVERY = Duration.ofMinutes(1);

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean live;
    private long shownAtNanos = System.nanoTime();
    private String shown = "";

    public Progress(PrintWriter err, boolean live) {
        this.err = err;
        this.live = live;
    }

    /// Shows how things are, if it is time to.
    public void show(Pulse pulse) {
        String state = state(pulse);
        if (System.nanoTime() - shownAtNanos < pause(state).toNanos()) {
            return;
        }
        shownAtNanos = System.nanoTime();
        shown = state;
        String line = state + lag(pulse);
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

    private Duration pause(String state) {
        if (live) {
            return LIVE_EVERY;
        }
        return state.equals(shown) ? UNCHANGED_EVERY : PLAIN_EVERY;
    }

    static String state(Pulse pulse) {
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
        return line.toString();
    }

    private static String lag(Pulse pulse) {
        Duration publishLag = pulse.publishLag();
        Duration captureLag = pulse.capture().flatMap(CaptureStatus::lag).orElse(Duration.ZERO);
        String sum = " · lag " + seconds(captureLag.plus(publishLag));
        return pulse.capture().isPresent() && pulse.publisher().isPresent()
                ? "%s (capture %s, publish %s)"
                        .formatted(sum, seconds(captureLag), seconds(publishLag))
                : sum;
    }

    private static String publisher(PublishStatus publisher) {
        Optional<Conflict> conflict = publisher.conflict();
        return "%s %s · %,d transactions · %,d rows%s%s"
                .formatted(
                        word(publisher.state()),
                        publisher.sequence(),
                        publisher.transactions(),
                        publisher.rows(),
                        publisher
                                .holding()
                                .filter(Holding::any)
                                .map(it -> " · %,d held".formatted(it.transactions()))
                                .orElse(""),
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
