package io.stageline.capture.tail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What Debezium puts where staging's log does not tell a value (an unchanged TOAST value). Random, new at each start:
/// no row can hold it.
final class Placeholder {
    private final String text = "stageline-unchanged-" + UUID.randomUUID();
    private final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));

    String text() {
        return text;
    }

    boolean is(@Nullable Object value) {
        return switch (value) {
            case String string -> string.equals(text);
            case ByteBuffer buffer -> buffer.equals(bytes);
            case byte[] array -> ByteBuffer.wrap(array).equals(bytes);
            case null, default -> false;
        };
    }
}
