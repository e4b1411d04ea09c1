package io.stageline.benchmarks.peer;

/// Who can be measured, in the order of the report.
public enum Peers {
    STAGELINE,
    STAGES,
    PARENTS,
    POSTGRES,
    CONNECT,
    SLOT,
    WRITE;

    public Peer peer() {
        return switch (this) {
            case STAGELINE -> new StagelineRun(Variant.STANDARD);
            case STAGES -> new StagelineStages(Variant.STANDARD);
            case PARENTS -> new StagelineParents();
            case POSTGRES -> new NativeReplication();
            case CONNECT -> new ConnectPipeline();
            case SLOT -> new SlotReading();
            case WRITE -> new PlainWrite();
        };
    }
}
