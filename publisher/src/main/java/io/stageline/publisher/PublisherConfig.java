package io.stageline.publisher;

import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;

/// How production is written.
public record PublisherConfig(
        @Doc("Rows in one production transaction.") @Default("5000") int batchRows) {}
