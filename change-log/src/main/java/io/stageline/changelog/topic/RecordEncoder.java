package io.stageline.changelog.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the JSON of the change log: Debezium's envelope without inline schema. Holds a buffer; owned by one thread.
final class RecordEncoder {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    private final String pipeline;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);

    RecordEncoder(String pipeline) {
        this.pipeline = pipeline;
    }

    byte[] begin(TransactionHeader header) {
        return json(json -> {
            json.writeStringField("status", "BEGIN");
            json.writeStringField("id", header.id().value());
            json.writeNullField("event_count");
            json.writeNullField("data_collections");
            writeTime(json, header.committedAt());
        });
    }

    byte[] end(TransactionHeader header, SourcePosition position, Map<TableId, Long> changes) {
        return json(json -> {
            json.writeStringField("status", "END");
            json.writeStringField("id", header.id().value());
            json.writeNumberField(
                    "event_count", changes.values().stream().mapToLong(Long::longValue).sum());
            json.writeArrayFieldStart("data_collections");
            for (Map.Entry<TableId, Long> table : new TreeMap<>(changes).entrySet()) {
                json.writeStartObject();
                json.writeStringField("data_collection", table.getKey().toString());
                json.writeNumberField("event_count", table.getValue());
                json.writeStringField("schema", table.getKey().schema());
                json.writeStringField("table", table.getKey().table());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeTime(json, header.committedAt());
            json.writeStringField("position", position.text());
        });
    }

    byte[] mark(ResumePoint at, Instant time) {
        return json(json -> {
            writeResumePoint(json, at);
            writeTime(json, time);
        });
    }

    byte[] claim(ResumePoint at, Instant time, String owner) {
        return json(json -> {
            json.writeStringField("owner", owner);
            writeResumePoint(json, at);
            writeTime(json, time);
        });
    }

    byte[] transactionKey(TransactionHeader header) {
        return json(json -> json.writeStringField("id", header.id().value()));
    }

    /// The record key: the row key as JSON object, as Debezium writes it. Null for a table without row key.
    byte @Nullable [] key(ChangeEvent event, SourceStamp stamp) {
        RowImage image = keyImage(event);
        if (image == null || stamp.keyColumns().isEmpty()) {
            return null;
        }
        return json(json -> {
            for (String column : stamp.keyColumns()) {
                if (image.has(column)) {
                    json.writeFieldName(column);
                    writeValue(json, image, image.columns().indexOf(column));
                }
            }
        });
    }

    byte[] change(TransactionHeader header, long ordinal, ChangeEvent event, SourceStamp stamp) {
        return json(json -> {
            switch (event) {
                case ChangeEvent.Insert insert -> writeImages(json, null, insert.after());
                case ChangeEvent.Update update ->
                        writeImages(json, update.before(), update.after());
                case ChangeEvent.Delete delete -> writeImages(json, delete.before(), null);
                case ChangeEvent.Truncate _ -> writeImages(json, null, null);
            }
            writeSource(json, header, event.table(), stamp);
            json.writeObjectFieldStart("transaction");
            json.writeStringField("id", header.id().value());
            json.writeNumberField("total_order", ordinal);
            json.writeNumberField("data_collection_order", stamp.tableOrdinal());
            json.writeEndObject();
            json.writeStringField("op", operation(event));
            json.writeNumberField("ts_ms", header.committedAt().toEpochMilli());
        });
    }

    private void writeSource(
            JsonGenerator json, TransactionHeader header, TableId table, SourceStamp stamp)
            throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("connector", "postgresql");
        json.writeStringField("name", pipeline);
        json.writeNumberField("ts_ms", header.committedAt().toEpochMilli());
        json.writeStringField("snapshot", "false");
        json.writeStringField("db", stamp.database());
        json.writeStringField("schema", table.schema());
        json.writeStringField("table", table.table());
        json.writeStringField("txId", header.id().value());
        json.writeStringField("position", stamp.position().text());
        json.writeEndObject();
    }

    private static void writeImages(
            JsonGenerator json, @Nullable RowImage before, @Nullable RowImage after)
            throws IOException {
        writeImage(json, "before", before);
        writeImage(json, "after", after);
    }

    private static void writeImage(JsonGenerator json, String field, @Nullable RowImage image)
            throws IOException {
        if (image == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        for (int i = 0; i < image.size(); i++) {
            json.writeFieldName(image.columns().names().get(i));
            writeValue(json, image, i);
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, RowImage image, int index)
            throws IOException {
        String value = image.value(index);
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (image.columns().forms().get(index)) {
            case TEXT -> json.writeString(value);
            case NUMBER -> json.writeNumber(value);
            case BOOLEAN -> json.writeBoolean(value.equals("true"));
        }
    }

    private static void writeResumePoint(JsonGenerator json, ResumePoint at) throws IOException {
        json.writeNumberField("sequence", at.sequence().value());
        json.writeFieldName("position");
        json.writeString(at.position().map(SourcePosition::text).orElse(null));
    }

    /// Milliseconds for Debezium's consumers; microseconds because that is what PostgreSQL knows.
    private static void writeTime(JsonGenerator json, Instant time) throws IOException {
        json.writeNumberField("ts_ms", time.toEpochMilli());
        json.writeNumberField(
                "ts_us",
                Math.addExact(
                        Math.multiplyExact(time.getEpochSecond(), 1_000_000L),
                        time.getNano() / 1000));
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

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private byte[] json(Body body) {
        buffer.reset();
        try (JsonGenerator json = JSON.createGenerator(buffer)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory failed", e);
        }
        return buffer.toByteArray();
    }
}
