package io.stageline.changelog.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the JSON of the change log: Debezium's envelope without inline schema. One generator writes text after text: made
/// anew for each it would cost as much as all the writing. Owned by one thread.
final class RecordEncoder {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();
    private static final int KNOWN_MAX = 10_000;

    private static final SerializedString BEFORE = new SerializedString("before");
    private static final SerializedString AFTER = new SerializedString("after");
    private static final SerializedString SOURCE = new SerializedString("source");
    private static final SerializedString CONNECTOR = new SerializedString("connector");
    private static final SerializedString POSTGRESQL = new SerializedString("postgresql");
    private static final SerializedString MYSQL = new SerializedString("mysql");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString TS_MS = new SerializedString("ts_ms");
    private static final SerializedString SNAPSHOT = new SerializedString("snapshot");
    private static final SerializedString FALSE = new SerializedString("false");
    private static final SerializedString DB = new SerializedString("db");
    private static final SerializedString SCHEMA = new SerializedString("schema");
    private static final SerializedString TABLE = new SerializedString("table");
    private static final SerializedString TX_ID = new SerializedString("txId");
    private static final SerializedString POSITION = new SerializedString("position");
    private static final SerializedString TRANSACTION = new SerializedString("transaction");
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString TOTAL_ORDER = new SerializedString("total_order");
    private static final SerializedString TABLE_ORDER =
            new SerializedString("data_collection_order");
    private static final SerializedString OP = new SerializedString("op");

    private final SerializedString pipeline;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
    private final IdentityHashMap<Columns, SerializedString[]> columnNames =
            new IdentityHashMap<>();
    private JsonGenerator json;

    RecordEncoder(String pipeline) {
        this.pipeline = new SerializedString(pipeline);
        this.json = generator(buffer);
    }

    private static JsonGenerator generator(ByteArrayOutputStream buffer) {
        try {
            return JSON.createGenerator(buffer).setRootValueSeparator(null);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory failed", e);
        }
    }

    byte[] begin(TransactionHeader header) {
        return text(() -> {
            json.writeStringField("status", "BEGIN");
            json.writeStringField("id", header.id().value());
            json.writeNullField("event_count");
            json.writeNullField("data_collections");
            writeTime(header.committedAt());
        });
    }

    byte[] end(TransactionHeader header, SourcePosition position, Map<TableId, Long> changes) {
        return text(() -> {
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
            writeTime(header.committedAt());
            json.writeStringField("position", position.text());
        });
    }

    byte[] mark(ResumePoint at, Instant time) {
        return text(() -> {
            writeResumePoint(at);
            writeTime(time);
        });
    }

    byte[] claim(ResumePoint at, Instant time, Claimant claimant) {
        return text(() -> {
            json.writeStringField("owner", claimant.owner());
            writeResumePoint(at);
            writeTime(time);
            if (claimant.server().isPresent()) {
                json.writeStringField("server", claimant.server().get().id());
                json.writeNumberField("timeline", claimant.server().get().timeline());
            }
        });
    }

    byte[] transactionKey(TransactionHeader header) {
        return text(() -> json.writeStringField("id", header.id().value()));
    }

    /// The record key: the row key as JSON object, as Debezium writes it. Null for a table without row key.
    byte @Nullable [] key(ChangeEvent event, SourceStamp stamp) {
        RowImage image = keyImage(event);
        if (image == null || stamp.keyColumns().isEmpty()) {
            return null;
        }
        SerializedString[] names = names(image);
        return text(() -> {
            for (String column : stamp.keyColumns()) {
                if (image.has(column)) {
                    writeColumn(names, image, image.columns().indexOf(column));
                }
            }
        });
    }

    byte[] change(TransactionHeader header, long ordinal, ChangeEvent event, SourceStamp stamp) {
        return text(() -> {
            switch (event) {
                case ChangeEvent.Insert insert -> writeImages(null, insert.after());
                case ChangeEvent.Update update -> writeImages(update.before(), update.after());
                case ChangeEvent.Delete delete -> writeImages(delete.before(), null);
                case ChangeEvent.Truncate _ -> writeImages(null, null);
            }
            writeSource(header, event.table(), stamp);
            json.writeFieldName(TRANSACTION);
            json.writeStartObject();
            writeString(ID, header.id().value());
            writeNumber(TOTAL_ORDER, ordinal);
            writeNumber(TABLE_ORDER, stamp.tableOrdinal());
            json.writeEndObject();
            writeString(OP, operation(event));
            writeNumber(TS_MS, header.committedAt().toEpochMilli());
        });
    }

    private void writeSource(TransactionHeader header, TableId table, SourceStamp stamp)
            throws IOException {
        json.writeFieldName(SOURCE);
        json.writeStartObject();
        json.writeFieldName(CONNECTOR);
        json.writeString(connector(stamp.position()));
        json.writeFieldName(NAME);
        json.writeString(pipeline);
        writeNumber(TS_MS, header.committedAt().toEpochMilli());
        json.writeFieldName(SNAPSHOT);
        json.writeString(FALSE);
        writeString(DB, stamp.database());
        writeString(SCHEMA, table.schema());
        writeString(TABLE, table.table());
        writeString(TX_ID, header.id().value());
        writeString(POSITION, stamp.position().text());
        json.writeEndObject();
    }

    private static SerializedString connector(SourcePosition position) {
        return switch (position) {
            case PostgresLsn _ -> POSTGRESQL;
            case MySqlPosition _ -> MYSQL;
        };
    }

    private void writeString(SerializedString field, String value) throws IOException {
        json.writeFieldName(field);
        json.writeString(value);
    }

    private void writeNumber(SerializedString field, long value) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(value);
    }

    private void writeImages(@Nullable RowImage before, @Nullable RowImage after)
            throws IOException {
        writeImage(BEFORE, before);
        writeImage(AFTER, after);
    }

    private void writeImage(SerializedString field, @Nullable RowImage image) throws IOException {
        json.writeFieldName(field);
        if (image == null) {
            json.writeNull();
            return;
        }
        SerializedString[] names = names(image);
        json.writeStartObject();
        for (int i = 0; i < image.size(); i++) {
            writeColumn(names, image, i);
        }
        json.writeEndObject();
    }

    private void writeColumn(SerializedString[] names, RowImage image, int index)
            throws IOException {
        json.writeFieldName(names[index]);
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

    /// The names of the columns as they stand in JSON, escaped once for all rows of one shape.
    private SerializedString[] names(RowImage image) {
        SerializedString[] known = columnNames.get(image.columns());
        if (known == null) {
            if (columnNames.size() >= KNOWN_MAX) {
                columnNames.clear();
            }
            known =
                    image.columns().names().stream()
                            .map(SerializedString::new)
                            .toArray(SerializedString[]::new);
            columnNames.put(image.columns(), known);
        }
        return known;
    }

    private void writeResumePoint(ResumePoint at) throws IOException {
        json.writeNumberField("sequence", at.sequence().value());
        json.writeFieldName("position");
        json.writeString(at.position().map(SourcePosition::text).orElse(null));
    }

    /// Milliseconds for Debezium's consumers; microseconds because that is what PostgreSQL knows.
    private void writeTime(Instant time) throws IOException {
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
        void write() throws IOException;
    }

    private byte[] text(Body body) {
        boolean whole = false;
        try {
            json.writeStartObject();
            body.write();
            json.writeEndObject();
            json.flush();
            whole = true;
            return buffer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory failed", e);
        } finally {
            buffer.reset();
            if (!whole) {
                json = generator(buffer); // the other one stands in the middle of a text
            }
        }
    }
}
