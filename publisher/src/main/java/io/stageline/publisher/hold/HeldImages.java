package io.stageline.publisher.hold;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Row images as JSON, as they stand in production while they are held: column to text or null, in the image's order.
/// Images that are read with the same columns share them.
final class HeldImages {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<List<String>, Columns> columns = new HashMap<>();

    static @Nullable String write(@Nullable RowImage image) {
        if (image == null) {
            return null;
        }
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (int i = 0; i < image.size(); i++) {
                json.writeStringField(image.columns().names().get(i), image.value(i));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    RowImage read(String text) {
        List<String> names = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                names.add(name);
                values.add(json.nextToken() == JsonToken.VALUE_NULL ? null : json.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Columns shared = columns.computeIfAbsent(names, Columns::of);
        return RowImage.owning(shared, values.toArray(new @Nullable String[0]));
    }
}
