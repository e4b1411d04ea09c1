package io.stageline.benchmarks.child;

import java.io.IOException;
import java.io.OutputStream;

/// The process that started this one.
final class Parent {
    private Parent() {}

    /// Returns when it wants no more, or is no more.
    static void awaitEnd() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
