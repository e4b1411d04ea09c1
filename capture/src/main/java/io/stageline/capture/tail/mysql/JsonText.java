package io.stageline.capture.tail.mysql;

import java.util.Base64;

/// MySQL's binary JSON as text, spaced as MySQL prints it. A floating-point number keeps a point or an exponent, so that it stays
/// one. What JSON has no form for stands as MySQL prints it: a DECIMAL as a number, a date or time as a string.
final class JsonText {
    private static final int OPAQUE = 0x0F;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final byte[] document;
    private final StringBuilder text;

    private JsonText(byte[] document) {
        this.document = document;
        this.text = new StringBuilder(document.length + 16);
    }

    /// @param document an empty one stands for null, as MySQL has it
    static String of(byte[] document) {
        if (document.length == 0) {
            return "null";
        }
        var json = new JsonText(document);
        json.value(document[0], 1);
        return json.text.toString();
    }

    private void value(int type, int at) {
        BinlogBytes value = from(at);
        switch (type) {
            case 0x00 -> object(at, 2);
            case 0x01 -> object(at, 4);
            case 0x02 -> array(at, 2);
            case 0x03 -> array(at, 4);
            case 0x04 -> literal(value.uint8());
            case 0x05 -> text.append((short) value.uint16());
            case 0x06 -> text.append(value.uint16());
            case 0x07 -> text.append(value.int32());
            case 0x08 -> text.append(value.uint32());
            case 0x09 -> text.append(value.int64());
            case 0x0A -> text.append(Long.toUnsignedString(value.int64()));
            case 0x0B -> text.append(Double.longBitsToDouble(value.int64()));
            case 0x0C -> string(value.utf8(length(value)));
            case OPAQUE -> opaque(value.uint8(), value);
            default -> throw new IllegalStateException("JSON of an unknown form: " + type);
        }
    }

    /// @param size of a number inside: two bytes in a small document, four in a large one
    private void object(int at, int size) {
        BinlogBytes keys = from(at);
        int count = (int) keys.number(size);
        keys.skip(size);
        BinlogBytes values = from(at + 2 * size + count * (size + 2));
        text.append('{');
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ");
            int key = (int) keys.number(size);
            string(from(at + key).utf8(keys.uint16()));
            text.append(": ");
            entry(at, values, size);
        }
        text.append('}');
    }

    private void array(int at, int size) {
        BinlogBytes values = from(at);
        int count = (int) values.number(size);
        values.skip(size);
        text.append('[');
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ");
            entry(at, values, size);
        }
        text.append(']');
    }

    /// A small value stands where else its place would.
    private void entry(int at, BinlogBytes values, int size) {
        int type = values.uint8();
        int here = document.length - values.remaining();
        int place = (int) values.number(size);
        boolean inlined =
                (type >= 0x04 && type <= 0x06) || (size == 4 && (type == 0x07 || type == 0x08));
        value(type, inlined ? here : at + place);
    }

    private void literal(int value) {
        text.append(
                switch (value) {
                    case 0 -> "null";
                    case 1 -> "true";
                    case 2 -> "false";
                    default -> throw new IllegalStateException("An unknown JSON literal: " + value);
                });
    }

    /// Seven bits a byte, the low ones first; the highest says that another one follows.
    private static int length(BinlogBytes value) {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int some = value.uint8();
            length |= (some & 0x7F) << shift;
            if (some < 0x80) {
                return length;
            }
        }
    }

    private void opaque(int columnType, BinlogBytes value) {
        byte[] bytes = value.take(length(value));
        var inside = new BinlogBytes(bytes);
        switch (columnType) {
            case ColumnTypes.NEWDECIMAL ->
                    text.append(Decimals.read(inside, inside.uint8(), inside.uint8()));
            case 7, 10, 11, 12 -> string(Temporals.packed(columnType, inside.int64()));
            default ->
                    string(
                            "base64:type%d:%s"
                                    .formatted(
                                            columnType, Base64.getEncoder().encodeToString(bytes)));
        }
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private BinlogBytes from(int at) {
        return new BinlogBytes(document, at, document.length - at);
    }
}
