package io.stageline.publisher.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.stageline.conflict.Conflict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The evidence of a conflict as JSON.
final class ConflictJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ConflictJson() {}

    static String key(Conflict conflict) {
        return json(json -> writeKey(json, conflict.key()));
    }

    static String detail(Conflict conflict) {
        return json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("blockers");
            for (Conflict.Blocker blocker : conflict.blockers()) {
                json.writeStartObject();
                json.writeStringField("table", blocker.table().toString());
                writeOptional(json, "constraint", blocker.constraint());
                json.writeFieldName("key");
                writeKey(json, blocker.key());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("differences");
            for (Conflict.Difference difference : conflict.differences()) {
                json.writeStartObject();
                json.writeStringField("column", difference.column());
                writeOptional(json, "staging_before", difference.stagingBefore());
                writeOptional(json, "staging_after", difference.stagingAfter());
                writeOptional(json, "production", difference.production());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeKey(JsonGenerator json, Map<String, @Nullable String> key)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable String> column : key.entrySet()) {
            json.writeFieldName(column.getKey());
            json.writeString(column.getValue());
        }
        json.writeEndObject();
    }

    private static void writeOptional(JsonGenerator json, String field, Optional<String> value)
            throws IOException {
        if (value.isPresent()) {
            json.writeStringField(field, value.get());
        }
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
