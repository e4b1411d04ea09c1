package io.stageline.capture;

import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;
import io.stageline.configuration.PassThrough;
import io.stageline.configuration.Require;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How staging's log is read.
public record CaptureConfig(
        @Doc(
                        "How often a small logical message is written to staging's log: it measures the true lag and lets the"
                                + " replication slot of an idle database move on.")
                @Default("10s")
                Duration tickInterval,
        @Doc(
                        "How long failures of the surroundings (staging, Kafka) are retried, with growing pauses, before"
                                + " capture gives up.")
                @Default("5m")
                Duration retryFor,
        @Doc(
                        "How long a start waits for a replication slot that another connection still uses: a capture that"
                                + " died is noticed by staging after its wal_sender_timeout.")
                @Default("15s")
                Duration slotWait,
        @Doc(
                        "System identifier of a staging server that may go on with the change log of another one: after a"
                                + " pg_upgrade that kept the replication slot, and only then.")
                Optional<String> acceptServer,
        @Doc(
                        "Debezium connector properties, passed on unrenamed (slot.name, publication.name,"
                                + " status.update.interval.ms …).")
                @PassThrough
                Map<String, String> debezium) {
    private static final String OURS = "the change log's form and its exactness rest on it";
    private static final String POSITION = "the position is the tail of the change log";
    private static final String TABLES =
            "tables are chosen under tables.include and tables.exclude";
    private static final String CLASSES = "no foreign classes on the path of the changes";
    private static final String RETRY =
            "capture retries by itself, from the tail of the change log";

    private static final Map<String, String> DENIED =
            Map.ofEntries(
                    Map.entry("name", OURS),
                    Map.entry("connector.class", CLASSES),
                    Map.entry("transforms*", CLASSES),
                    Map.entry("predicates*", CLASSES),
                    Map.entry("converters*", CLASSES),
                    Map.entry("post.processors*", CLASSES),
                    Map.entry("transaction.metadata.factory", CLASSES),
                    Map.entry("topic.*", CLASSES),
                    Map.entry("sourceinfo.struct.maker", CLASSES),
                    Map.entry("notification.*", CLASSES),
                    Map.entry("signal.*", "signals could change what is captured unseen"),
                    Map.entry("read.only", OURS),
                    Map.entry("database.*", "staging's address and user stand under staging"),
                    Map.entry("offset.*", POSITION),
                    Map.entry("snapshot.*", "the change log holds changes only"),
                    Map.entry("incremental.snapshot.*", "the change log holds changes only"),
                    Map.entry("slot.drop.on.stop", "a dropped slot loses changes"),
                    Map.entry("slot.stream.params", "they could change what is captured unseen"),
                    Map.entry("slot.max.retries", RETRY),
                    Map.entry("plugin.name", "pgoutput is the one that is read exactly"),
                    Map.entry("publication.autocreate.mode", TABLES),
                    Map.entry("replica.identity.autoset.values", "it is the table owner's"),
                    Map.entry("publish.via.partition.root", "rows are named by the root"),
                    Map.entry("table.*", TABLES),
                    Map.entry("schema.include.list", TABLES),
                    Map.entry("schema.exclude.list", TABLES),
                    Map.entry("column.*", "source transactions are captured whole"),
                    Map.entry("message.*", OURS),
                    Map.entry("skipped.operations", "source transactions are captured whole"),
                    Map.entry("skip.messages.without.change", OURS),
                    Map.entry("provide.transaction.metadata", OURS),
                    Map.entry("tombstones.on.delete", OURS),
                    Map.entry("unavailable.value.placeholder", OURS),
                    Map.entry("include.unknown.datatypes", OURS),
                    Map.entry("*.handling.mode", OURS),
                    Map.entry("time.precision.mode", OURS),
                    Map.entry("*.name.adjustment.mode", OURS),
                    Map.entry("flush.lsn.source", POSITION),
                    Map.entry("lsn.flush.mode", POSITION),
                    Map.entry("errors.*", RETRY),
                    Map.entry("driver.options", OURS),
                    Map.entry("heartbeat.*", "ticks do it: capture.tick-interval"));

    public CaptureConfig {
        Require.between("tick-interval", tickInterval, Duration.ofMillis(50), Duration.ofHours(1));
        Require.positive("retry-for", retryFor);
        Require.between("slot-wait", slotWait, Duration.ZERO, Duration.ofHours(1));
        Require.noDenied("debezium", debezium, DENIED);
        debezium = Map.copyOf(debezium);
    }
}
