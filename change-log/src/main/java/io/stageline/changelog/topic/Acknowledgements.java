package io.stageline.changelog.topic;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// What Kafka's I/O thread reports back; any thread may ask. A record that Kafka refuses at once is reported by the sending
/// thread: a failure, behind which it sends nothing more, so that what is reached never runs past one.
final class Acknowledgements {
    private volatile ResumePoint reached;
    private volatile @Nullable ChangeLogException failure;
    private long nextOffset;

    Acknowledgements(ResumePoint reached, long nextOffset) {
        this.reached = reached;
        this.nextOffset = nextOffset;
    }

    void arrived(
            @Nullable RecordMetadata metadata,
            @Nullable Exception error,
            @Nullable ResumePoint point) {
        if (failure != null) {
            return;
        }
        if (error != null || metadata == null) {
            failure =
                    new ChangeLogException(
                            "The change log did not take a record: "
                                    + (error == null ? "no offset" : error.getMessage()),
                            error == null ? new IllegalStateException("no metadata") : error);
            return;
        }
        if (metadata.offset() != nextOffset) {
            failure =
                    new ChangeLogException(
                            "Somebody else wrote to "
                                    + metadata.topic()
                                    + " (topic offset "
                                    + nextOffset
                                    + " is not ours): most likely a newer capture");
            return;
        }
        nextOffset++;
        if (point != null) {
            reached = point;
        }
    }

    ResumePoint reached() {
        check();
        return reached;
    }

    void check() {
        ChangeLogException known = failure;
        if (known != null) {
            throw known;
        }
    }
}
