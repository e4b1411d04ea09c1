package io.stageline.conflict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import io.stageline.conflict.Conflict.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The JSON form of a conflict, as it stands in production's `stageline.conflict.detail`. SQL's NULL is JSON's null; what is
/// not known is absent. Fields are only ever added: readers take what they know. A very long value is cut and says so.
public final class ConflictJson {
    private static final JsonFactory JSON = new JsonFactory();

    /// Evidence is for people: a value of many megabytes would only keep them from reading it.
    private static final int LONGEST_VALUE = 8_192;

    private ConflictJson() {}

    public static String write(Conflict conflict) {
        return json(json -> write(json, conflict));
    }

    /// A row key alone, as it stands in `stageline.conflict.row_key`.
    public static String writeKey(Map<String, @Nullable String> key) {
        return json(json -> {
            json.writeStartObject();
            for (Map.Entry<String, @Nullable String> value : key.entrySet()) {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Conflict conflict) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", conflict.type().word());
        json.writeNumberField("sequence", conflict.transaction().sequence().value());
        json.writeNumberField("ordinal", conflict.ordinal());
        json.writeStringField("transaction_id", conflict.transaction().id().value());
        json.writeStringField("committed_at", conflict.transaction().committedAt().toString());
        if (conflict.place().topicOffset().isPresent()) {
            json.writeNumberField("topic_offset", conflict.place().topicOffset().getAsLong());
        }
        writeTable(json, conflict.table());
        json.writeFieldName("key");
        writeValues(json, conflict.key());
        json.writeArrayFieldStart("blockers");
        for (Blocker blocker : conflict.blockers()) {
            write(json, blocker);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("violations");
        for (Violation violation : conflict.evidence().violations()) {
            write(json, violation);
        }
        json.writeEndArray();
        write(json, "differences", conflict.differences());
        write(json, "columns", conflict.evidence().columns());
        json.writeStringField("sentence", conflict.sentence());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Blocker blocker) throws IOException {
        json.writeStartObject();
        writeTable(json, blocker.table());
        writeOptional(json, "constraint", blocker.constraint());
        json.writeFieldName("key");
        writeValues(json, blocker.key());
        if (!blocker.row().isEmpty()) {
            json.writeFieldName("row");
            writeValues(json, blocker.row());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Violation violation) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", violation.kind().name().toLowerCase(Locale.ROOT));
        writeOptional(json, "constraint", violation.name());
        writeTable(json, violation.table());
        json.writeArrayFieldStart("columns");
        for (String column : violation.columns()) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeNumberField("rows", violation.rows());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, List<Difference> columns)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (Difference column : columns) {
            json.writeStartObject();
            json.writeStringField("column", column.column());
            writeSeen(json, "staging_before", column.stagingBefore());
            writeSeen(json, "staging_after", column.stagingAfter());
            writeSeen(json, "production", column.production());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTable(JsonGenerator json, TableId table) throws IOException {
        json.writeStringField("schema", table.schema());
        json.writeStringField("table", table.table());
    }

    private static void writeOptional(JsonGenerator json, String field, Optional<String> text)
            throws IOException {
        if (text.isPresent()) {
            json.writeStringField(field, text.get());
        }
    }

    private static void writeSeen(JsonGenerator json, String field, Seen seen) throws IOException {
        switch (seen) {
            case Seen.Value value -> json.writeStringField(field, bounded(value.text()));
            case Seen.Nothing _ -> {} // absent
        }
    }

    private static void writeValues(JsonGenerator json, Map<String, @Nullable String> values)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable String> value : values.entrySet()) {
            json.writeStringField(value.getKey(), bounded(value.getValue()));
        }
        json.writeEndObject();
    }

    private static @Nullable String bounded(@Nullable String value) {
        if (value == null || value.length() <= LONGEST_VALUE) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1)) ? 1 : 0;
        return "%s… (%d characters)"
                .formatted(value.substring(0, LONGEST_VALUE - end), value.length());
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static String json(Body body) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory failed", e);
        }
        return text.toString();
    }
}
