package io.stageline.changelog.topic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One JSON text as UTF-8 bytes, written from front to back; the buffer serves one text after the other. Capture writes a
/// text a row change: a general generator, made anew for each, cost as much as all the rest of writing it. Owned by one thread.
final class JsonBytes {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /// So many characters of a string at once, so that a large one needs no room for the worst case.
    private static final int CHUNK = 4_096;

    /// A buffer that grew beyond this for a large row is let go.
    private static final int KEPT_MAX = 1 << 20;

    private static final int FIRST = 1_024;

    private byte[] bytes = new byte[FIRST];
    private int size;

    JsonBytes clear() {
        size = 0;
        if (bytes.length > KEPT_MAX) {
            bytes = new byte[FIRST];
        }
        return this;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /// A part of a text that was written before.
    JsonBytes raw(byte[] part) {
        room(part.length);
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
        return this;
    }

    /// As [#raw(byte[])], with another first byte.
    JsonBytes raw(byte first, byte[] part) {
        int start = size;
        raw(part);
        bytes[start] = first;
        return this;
    }

    /// ASCII as it is: punctuation, names that need no escape, digits.
    @SuppressWarnings("deprecation") // exact for ASCII, and the only copy without an array between
    JsonBytes raw(String ascii) {
        int length = ascii.length();
        room(length);
        ascii.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    JsonBytes number(long value) {
        return raw(Long.toString(value));
    }

    /// A JSON string, quoted and escaped.
    JsonBytes string(String text) {
        raw("\"");
        int length = text.length();
        for (int from = 0; from < length; ) {
            from = some(text, from, Math.min(length, from + CHUNK));
        }
        return raw("\"");
    }

    /// @return where to go on: at `to`, or behind the character that begins in front of it
    private int some(String text, int from, int to) {
        room(6 * (to - from)); // what control characters take; others take less
        byte[] into = bytes;
        int at = size;
        int i = from;
        for (; i < to; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                into[at++] = (byte) c;
            } else if (c < 0x80) {
                at = escape(into, at, c);
            } else if (Character.isSurrogate(c)) {
                at = utf8(into, at, codePoint(text, i++));
            } else {
                at = utf8(into, at, c);
            }
        }
        size = at;
        return i;
    }

    private static int codePoint(String text, int at) {
        int codePoint = text.codePointAt(at);
        if (codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            throw new IllegalStateException("A text holds half a character");
        }
        return codePoint;
    }

    private static int escape(byte[] to, int start, char c) {
        int at = start;
        to[at++] = '\\';
        switch (c) {
            case '"', '\\' -> to[at++] = (byte) c;
            case '\b' -> to[at++] = 'b';
            case '\t' -> to[at++] = 't';
            case '\n' -> to[at++] = 'n';
            case '\f' -> to[at++] = 'f';
            case '\r' -> to[at++] = 'r';
            default -> {
                to[at++] = 'u';
                to[at++] = '0';
                to[at++] = '0';
                to[at++] = HEX[c >> 4];
                to[at++] = HEX[c & 0xF];
            }
        }
        return at;
    }

    private static int utf8(byte[] to, int start, int codePoint) {
        int at = start;
        if (codePoint < 0x800) {
            to[at++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                to[at++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                to[at++] = (byte) (0xF0 | (codePoint >> 18));
                to[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            to[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        to[at++] = (byte) (0x80 | (codePoint & 0x3F));
        return at;
    }

    private void room(int more) {
        long needed = (long) size + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, needed * 2));
        }
    }
}
