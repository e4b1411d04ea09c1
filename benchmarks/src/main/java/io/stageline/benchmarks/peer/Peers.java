package io.stageline.benchmarks.peer;

/// Who can be measured, in the order of the report.
public enum Peers {
    STAGELINE,
    STAGES,
    POSTGRES,
    CONNECT,
    SLOT,
    WRITE;

    public Peer peer() {
        return switch (this) {
            case STAGELINE -> new StagelineRun();
            case STAGES -> new StagelineStages();
            case POSTGRES -> new NativeReplication();
            case CONNECT -> new ConnectPipeline();
            case SLOT -> new SlotReading();
            case WRITE -> new PlainWrite();
        };
    }
}
