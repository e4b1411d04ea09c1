package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.publisher.PublishStatus;
import java.util.Optional;

/// What the halves of this process say of themselves at one moment; empty for a half that runs elsewhere.
public record Pulse(Optional<CaptureStatus> capture, Optional<PublishStatus> publisher) {}
