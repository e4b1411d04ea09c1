package io.stageline.operator.status;

import java.util.Locale;

/// One honest word. The order is that of concern: what is said of a pipeline is the worst of its halves.
public enum State {
    IDLE,
    RUNNING,
    NEVER_STARTED,
    STOPPED,
    RETRYING,
    HALTED,
    UNREACHABLE;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    State orWorse(State other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
