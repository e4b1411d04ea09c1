package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Titles;

/// How Stageline is configured, and how the report names it then.
///
/// @param publisher its settings under `publisher`
record Variant(String run, String publish, String publisher) {
    /// As it comes.
    static final Variant STANDARD = new Variant(Titles.STAGELINE, Titles.PUBLISH, "");

    /// Foreign keys of inserted rows are checked by the publisher.
    static final Variant PARENTS =
            new Variant(Titles.PARENTS, Titles.PARENTS_PUBLISH, "foreign-key-check: publisher");
}
