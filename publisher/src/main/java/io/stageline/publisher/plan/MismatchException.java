package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;

/// Carries a mismatch from the depth of planning to the door of this room, which makes it a result.
final class MismatchException extends Exception {
    private final transient ChangeEvent change;
    private final String what;

    MismatchException(ChangeEvent change, String what) {
        super(what);
        this.change = change;
        this.what = what;
    }

    ChangeEvent change() {
        return change;
    }

    String what() {
        return what;
    }
}
