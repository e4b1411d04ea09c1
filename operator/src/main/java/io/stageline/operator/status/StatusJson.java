package io.stageline.operator.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.stageline.publisher.state.OpenConflict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// The report as one line of JSON for programs. What is not known is null.
public final class StatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StatusJson() {}

    public static String of(StatusReport report) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("pipeline", report.pipeline());
            json.writeStringField("state", report.state().word());
            json.writeStringField("reason", report.reason());
            json.writeBooleanField("healthy", report.healthy());
            json.writeStringField("change_log", report.changeLog());
            write(json, "capture", report.capture());
            write(json, "publish", report.publish());
            json.writeArrayFieldStart("conflicts");
            for (OpenConflict conflict : report.conflicts()) {
                write(json, conflict);
            }
            json.writeEndArray();
            json.writeFieldName("held");
            if (report.held().isPresent()) {
                write(json, report.held().get());
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, Stage stage) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("state", stage.state().word());
        json.writeStringField("reason", stage.reason());
        json.writeFieldName("sequence");
        if (stage.sequence().isPresent()) {
            json.writeNumber(stage.sequence().get().value());
        } else {
            json.writeNull();
        }
        json.writeStringField("position", stage.position().map(Object::toString).orElse(null));
        json.writeObjectFieldStart("lag");
        json.writeFieldName("seconds");
        if (stage.lag().isPresent()) {
            json.writeNumber(stage.lag().get().toMillis() / 1000.0);
        } else {
            json.writeNull();
        }
        number(json, "transactions", stage.lagTransactions());
        number(json, "bytes", stage.lagBytes());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Held held) throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", held.count());
        json.writeNumberField("conflicts", held.conflicts());
        json.writeNumberField("oldest_seconds", held.oldest().toSeconds());
        json.writeStringField("sentence", held.sentence().orElse(null));
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, java.util.OptionalLong value)
            throws IOException {
        json.writeFieldName(name);
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }

    private static void write(JsonGenerator json, OpenConflict conflict) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sequence", conflict.sequence().value());
        json.writeStringField("type", conflict.type());
        json.writeStringField("table", conflict.table().toString());
        json.writeStringField("sentence", conflict.sentence());
        json.writeStringField("found_at", conflict.foundAt().toString());
        json.writeEndObject();
    }
}
