package io.stageline.capture;

import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;

/// What a capture works with.
///
/// @param pipeline the pipeline's name
public record CaptureSettings(
        String pipeline, DatabaseConfig staging, TableSelection tables, CaptureConfig capture) {
    public SlotNames names() {
        return SlotNames.of(pipeline, capture);
    }
}
