package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.publisher.PublishStatus;
import java.time.Duration;
import java.util.Optional;

/// What the halves of this process say of themselves at one moment; empty for a half that runs elsewhere.
///
/// @param publishLag for how long production has been behind the change log; zero where no publisher runs here
public record Pulse(
        Optional<CaptureStatus> capture, Optional<PublishStatus> publisher, Duration publishLag) {}
