package io.stageline.operator.holds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// JSON as production keeps it, read leniently: what an older Stageline did not write is simply missing.
final class JsonText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonText() {}

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Production holds what is not JSON", e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Writing JSON to memory failed", e);
        }
    }

    /// `schema.table` of a node that has both.
    static String table(JsonNode node) {
        return node.path("schema").asText() + "." + node.path("table").asText();
    }

    /// A row or a row key as people read it: `id=7, lang=de`.
    static String row(JsonNode row) {
        return fields(row).stream()
                .map(field -> field.getKey() + "=" + plain(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    static List<Map.Entry<String, JsonNode>> fields(JsonNode object) {
        return new ArrayList<>(object.properties());
    }

    /// A value as it stands in a table: quoted, so that an empty text is seen; `-` where nothing is known.
    static String quoted(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            return "-";
        }
        return value.isNull() ? "NULL" : "'" + value.asText() + "'";
    }

    private static String plain(JsonNode value) {
        return value.isNull() ? "NULL" : value.asText();
    }
}
