package io.stageline.conflict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The JSON form of a conflict, as it stands in production's `stageline.conflict.detail`. SQL's NULL is JSON's null; what is
/// not known is absent.
public final class ConflictJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ConflictJson() {}

    public static String write(Conflict conflict) {
        return json(json -> write(json, conflict));
    }

    /// A row key alone, as it stands in `stageline.conflict.row_key`.
    public static String writeKey(Map<String, @Nullable String> key) {
        return json(json -> writeValues(json, key));
    }

    private static void write(JsonGenerator json, Conflict conflict) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", conflict.type().word());
        json.writeNumberField("sequence", conflict.transaction().sequence().value());
        json.writeNumberField("ordinal", conflict.ordinal());
        json.writeStringField("transaction_id", conflict.transaction().id().value());
        json.writeStringField("committed_at", conflict.transaction().committedAt().toString());
        writeTable(json, conflict.table());
        json.writeFieldName("key");
        writeValues(json, conflict.key());
        json.writeArrayFieldStart("blockers");
        for (Blocker blocker : conflict.blockers()) {
            json.writeStartObject();
            writeTable(json, blocker.table());
            writeOptional(json, "constraint", blocker.constraint());
            json.writeFieldName("key");
            writeValues(json, blocker.key());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("differences");
        for (Difference difference : conflict.differences()) {
            json.writeStartObject();
            json.writeStringField("column", difference.column());
            writeSeen(json, "staging_before", difference.stagingBefore());
            writeSeen(json, "staging_after", difference.stagingAfter());
            writeSeen(json, "production", difference.production());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("sentence", conflict.sentence());
        json.writeEndObject();
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
            case Seen.Value value -> json.writeStringField(field, value.text());
            case Seen.Nothing _ -> {} // absent
        }
    }

    private static void writeValues(JsonGenerator json, Map<String, @Nullable String> values)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable String> value : values.entrySet()) {
            json.writeFieldName(value.getKey());
            json.writeString(value.getValue());
        }
        json.writeEndObject();
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
