package io.stageline.capture.tail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What Debezium puts where staging's log does not tell a value (an unchanged TOAST value). Random, new at each start:
/// no row can hold it.
final class Placeholder {
    private final String text = "stageline-unchanged-" + UUID.randomUUID();
    private final String base64 =
            Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

    String text() {
        return text;
    }

    boolean is(@Nullable Object value) {
        return value instanceof String string && (string.equals(text) || string.equals(base64));
    }
}
