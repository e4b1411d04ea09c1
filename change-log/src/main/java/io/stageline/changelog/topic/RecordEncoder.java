package io.stageline.changelog.topic;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the JSON of the change log: Debezium's envelope without inline schema. Holds a buffer, and what every row of a
/// table repeats; owned by one thread.
final class RecordEncoder {
    private static final int KNOWN_MAX = 10_000;

    private final JsonBytes json = new JsonBytes();
    private final byte[] sourceStart;
    private final IdentityHashMap<Columns, EncodedColumns> columns = new IdentityHashMap<>();
    private final Map<TableId, Source> sources = new HashMap<>();

    /// The part of the envelope's `source` block that is the same for all rows of a table.
    private static final class Source {
        private final String database;
        private final byte[] json;

        private Source(String database, byte[] json) {
            this.database = database;
            this.json = json;
        }
    }

    RecordEncoder(String pipeline) {
        this.sourceStart =
                json.clear()
                        .raw(",\"source\":{\"connector\":\"postgresql\",\"name\":")
                        .string(pipeline)
                        .raw(",\"ts_ms\":")
                        .copy();
    }

    byte[] begin(TransactionHeader header) {
        json.clear().raw("{\"status\":\"BEGIN\",\"id\":").string(header.id().value());
        json.raw(",\"event_count\":null,\"data_collections\":null");
        writeTime(header.committedAt());
        return json.raw("}").copy();
    }

    byte[] end(TransactionHeader header, SourcePosition position, Map<TableId, Long> changes) {
        long count = 0;
        for (long ofTable : changes.values()) {
            count += ofTable;
        }
        json.clear().raw("{\"status\":\"END\",\"id\":").string(header.id().value());
        json.raw(",\"event_count\":").number(count).raw(",\"data_collections\":[");
        String comma = "";
        for (Map.Entry<TableId, Long> table : new TreeMap<>(changes).entrySet()) {
            json.raw(comma).raw("{\"data_collection\":").string(table.getKey().toString());
            json.raw(",\"event_count\":").number(table.getValue());
            json.raw(",\"schema\":").string(table.getKey().schema());
            json.raw(",\"table\":").string(table.getKey().table()).raw("}");
            comma = ",";
        }
        json.raw("]");
        writeTime(header.committedAt());
        return json.raw(",\"position\":").string(position.text()).raw("}").copy();
    }

    byte[] mark(ResumePoint at, Instant time) {
        json.clear().raw("{");
        writeResumePoint(at);
        writeTime(time);
        return json.raw("}").copy();
    }

    byte[] claim(ResumePoint at, Instant time, Claimant claimant) {
        json.clear().raw("{\"owner\":").string(claimant.owner()).raw(",");
        writeResumePoint(at);
        writeTime(time);
        claimant.server()
                .ifPresent(server ->
                        json.raw(",\"server\":")
                                .string(server.id())
                                .raw(",\"timeline\":")
                                .number(server.timeline()));
        return json.raw("}").copy();
    }

    byte[] transactionKey(TransactionHeader header) {
        return json.clear().raw("{\"id\":").string(header.id().value()).raw("}").copy();
    }

    /// The record key: the row key as JSON object, as Debezium writes it. Null for a table without row key.
    byte @Nullable [] key(ChangeEvent event, SourceStamp stamp) {
        RowImage image = keyImage(event);
        if (image == null || stamp.keyColumns().isEmpty()) {
            return null;
        }
        EncodedColumns encoded = encoded(image);
        json.clear();
        byte next = '{';
        for (String column : stamp.keyColumns()) {
            if (image.has(column)) {
                encoded.write(json, next, image, image.columns().indexOf(column));
                next = ',';
            }
        }
        return json.raw(next == '{' ? "{}" : "}").copy();
    }

    byte[] change(TransactionHeader header, long ordinal, ChangeEvent event, SourceStamp stamp) {
        json.clear().raw("{\"before\":");
        switch (event) {
            case ChangeEvent.Insert insert -> writeImages(null, insert.after());
            case ChangeEvent.Update update -> writeImages(update.before(), update.after());
            case ChangeEvent.Delete delete -> writeImages(delete.before(), null);
            case ChangeEvent.Truncate _ -> writeImages(null, null);
        }
        long millis = header.committedAt().toEpochMilli();
        json.raw(sourceStart).number(millis).raw(source(event.table(), stamp.database()));
        json.string(header.id().value());
        json.raw(",\"position\":").string(stamp.position().text());
        json.raw("},\"transaction\":{\"id\":").string(header.id().value());
        json.raw(",\"total_order\":").number(ordinal);
        json.raw(",\"data_collection_order\":").number(stamp.tableOrdinal());
        json.raw("},\"op\":\"").raw(operation(event));
        return json.raw("\",\"ts_ms\":").number(millis).raw("}").copy();
    }

    private void writeImages(@Nullable RowImage before, @Nullable RowImage after) {
        writeImage(before);
        json.raw(",\"after\":");
        writeImage(after);
    }

    private void writeImage(@Nullable RowImage image) {
        if (image == null) {
            json.raw("null");
            return;
        }
        if (image.size() == 0) {
            json.raw("{}");
            return;
        }
        EncodedColumns encoded = encoded(image);
        for (int i = 0; i < image.size(); i++) {
            encoded.write(json, i == 0 ? (byte) '{' : (byte) ',', image, i);
        }
        json.raw("}");
    }

    private EncodedColumns encoded(RowImage image) {
        EncodedColumns known = columns.get(image.columns());
        if (known == null) {
            if (columns.size() >= KNOWN_MAX) {
                columns.clear();
            }
            known = new EncodedColumns(image.columns());
            columns.put(image.columns(), known);
        }
        return known;
    }

    private byte[] source(TableId table, String database) {
        Source known = sources.get(table);
        if (known == null || !known.database.equals(database)) {
            if (sources.size() >= KNOWN_MAX) {
                sources.clear();
            }
            byte[] part =
                    new JsonBytes()
                            .raw(",\"snapshot\":\"false\",\"db\":")
                            .string(database)
                            .raw(",\"schema\":")
                            .string(table.schema())
                            .raw(",\"table\":")
                            .string(table.table())
                            .raw(",\"txId\":")
                            .copy();
            known = new Source(database, part);
            sources.put(table, known);
        }
        return known.json;
    }

    private void writeResumePoint(ResumePoint at) {
        json.raw("\"sequence\":").number(at.sequence().value()).raw(",\"position\":");
        at.position()
                .ifPresentOrElse(position -> json.string(position.text()), () -> json.raw("null"));
    }

    /// Milliseconds for Debezium's consumers; microseconds because that is what PostgreSQL knows.
    private void writeTime(Instant time) {
        long seconds = Math.multiplyExact(time.getEpochSecond(), 1_000_000L);
        json.raw(",\"ts_ms\":").number(time.toEpochMilli());
        json.raw(",\"ts_us\":").number(Math.addExact(seconds, time.getNano() / 1000));
    }

    private static @Nullable RowImage keyImage(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Insert insert -> insert.after();
            case ChangeEvent.Update update -> update.after();
            case ChangeEvent.Delete delete -> delete.before();
            case ChangeEvent.Truncate _ -> null;
        };
    }

    private static String operation(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Insert _ -> "c";
            case ChangeEvent.Update _ -> "u";
            case ChangeEvent.Delete _ -> "d";
            case ChangeEvent.Truncate _ -> "t";
        };
    }
}
