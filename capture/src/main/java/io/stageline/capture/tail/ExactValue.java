package io.stageline.capture.tail;

import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.stageline.changelog.Columns.ValueForm;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// From a value as staging printed it to its text in the change log.
enum ExactValue {
    TEXT(ValueForm.TEXT) {
        @Override
        String of(String printed) {
            return printed;
        }
    },
    NUMBER(ValueForm.NUMBER) {
        @Override
        String of(String printed) {
            return printed;
        }
    },
    BOOLEAN(ValueForm.BOOLEAN) {
        @Override
        String of(String printed) {
            return switch (printed) {
                case "t" -> "true";
                case "f" -> "false";
                default -> throw new IllegalStateException("A boolean of an unknown form");
            };
        }
    },
    /// Printed with `bytea_output = hex`; base64 in the change log.
    BYTES(ValueForm.TEXT) {
        @Override
        String of(String printed) {
            if (!printed.startsWith("\\x")) {
                throw new IllegalStateException("A bytea of an unknown form");
            }
            byte[] bytes = HexFormat.of().parseHex(printed, 2, printed.length());
            return Base64.getEncoder().encodeToString(bytes);
        }
    };

    private final ValueForm form;

    ExactValue(ValueForm form) {
        this.form = form;
    }

    /// @param type a name [ExactTypes] gives a column's type
    static ExactValue ofType(String type) {
        return switch (type) {
            case "bool" -> BOOLEAN;
            case "bytea" -> BYTES;
            case "int2", "int4", "int8" -> NUMBER;
            case "text" -> TEXT;
            default -> throw new IllegalStateException("Not exact: " + type);
        };
    }

    ValueForm form() {
        return form;
    }

    abstract String of(String printed);

    /// Null for NULL.
    @Nullable String of(Column cell) {
        // only types that [ExactTypes] keeps from the decoder are looked up over a connection
        return switch (cell.getValue(null, true)) {
            case null -> null;
            case String printed -> of(printed);
            case Object other -> throw new IllegalStateException("Not exact: " + other.getClass());
        };
    }
}
