package io.stageline.changelog.topic;

import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// What Kafka's I/O thread reports back. Thread-safe.
final class Acknowledgements {
    private ResumePoint reached;
    private long nextOffset;
    private Optional<ChangeLogException> failure = Optional.empty();

    Acknowledgements(ResumePoint reached, long nextOffset) {
        this.reached = reached;
        this.nextOffset = nextOffset;
    }

    synchronized void arrived(
            @Nullable RecordMetadata metadata,
            @Nullable Exception error,
            @Nullable ResumePoint point) {
        if (failure.isPresent()) {
            return;
        }
        if (error != null || metadata == null) {
            failure =
                    Optional.of(
                            new ChangeLogException(
                                    "The change log did not take a record: "
                                            + (error == null ? "no offset" : error.getMessage()),
                                    error == null
                                            ? new IllegalStateException("no metadata")
                                            : error));
            return;
        }
        if (metadata.offset() != nextOffset) {
            failure =
                    Optional.of(
                            new ChangeLogException(
                                    "Somebody else wrote to "
                                            + metadata.topic()
                                            + " (topic offset "
                                            + nextOffset
                                            + " is not ours): most likely a newer capture"));
            return;
        }
        nextOffset++;
        if (point != null) {
            reached = point;
        }
    }

    synchronized ResumePoint reached() {
        check();
        return reached;
    }

    synchronized void check() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
