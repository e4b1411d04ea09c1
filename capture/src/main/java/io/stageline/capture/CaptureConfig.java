package io.stageline.capture;

import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;
import io.stageline.configuration.PassThrough;
import java.time.Duration;
import java.util.Map;

/// How staging is read.
public record CaptureConfig(
        @Doc("How often a message is written to staging, so that an idle slot moves and lag is true.")
                @Default("10s")
                Duration tickInterval,
        @Doc("Debezium's own properties, passed on unrenamed.") @PassThrough
                Map<String, String> debezium) {}
