package io.stageline.capture;

/// Reading staging's log or handing it on failed.
final class TailFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Throwable reason;

    TailFailure(Throwable reason) {
        super(reason);
        this.reason = reason;
    }

    Throwable reason() {
        return reason;
    }
}
