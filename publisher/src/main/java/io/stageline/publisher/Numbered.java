package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;

/// A change and its place in its source transaction, from 1.
record Numbered(long ordinal, ChangeEvent change) {}
