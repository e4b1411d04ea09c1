package io.stageline.capture;

/// The replication slot and the PostgreSQL publication of a pipeline in staging.
public record SlotNames(String slot, String publication) {
    public static SlotNames of(String pipeline, CaptureConfig config) {
        String ours = "stageline_" + pipeline.replace('-', '_');
        return new SlotNames(
                config.debezium().getOrDefault("slot.name", ours),
                config.debezium().getOrDefault("publication.name", ours));
    }

    /// The second publication of ours, for tables whose updates and deletes staging cannot log: inserts only, so that it
    /// does not make staging refuse the editors' updates.
    public String insertsPublication() {
        return publication + "_inserts";
    }
}
