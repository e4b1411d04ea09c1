package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// What the [RecordHeaders] of a record say, read in one pass. Version 1 had a header for each word.
///
/// @param kind empty where it is missing
/// @param epochValue of the capture, or less than 0
/// @param sequenceValue of the source transaction, or less than 0
/// @param ordinal of the change, or less than 0
record ReadHeaders(long version, String kind, long epochValue, long sequenceValue, long ordinal) {
    private static final long MISSING = -1;
    private static final String FIRST_VERSION = "stageline.version";

    static ReadHeaders of(Headers headers) {
        long version = MISSING;
        String kind = "";
        long epoch = MISSING;
        long sequence = MISSING;
        long ordinal = MISSING;
        for (Header header : headers) {
            switch (header.key()) {
                case RecordHeaders.KEY -> {
                    return ofWords(bytes(header));
                }
                case FIRST_VERSION -> version = number(header);
                case "stageline.kind" -> kind = kind(bytes(header), 0, bytes(header).length);
                case "stageline.epoch" -> epoch = number(header);
                case "stageline.sequence" -> sequence = number(header);
                case "stageline.ordinal" -> ordinal = number(header);
                default -> {}
            }
        }
        return new ReadHeaders(found("version", version), kind, epoch, sequence, ordinal);
    }

    /// Words behind the last one known are a later version's business.
    private static ReadHeaders ofWords(byte[] text) {
        int version = wordEnd(text, 0);
        int kind = wordEnd(text, version + 1);
        int epoch = wordEnd(text, kind + 1);
        int sequence = wordEnd(text, epoch + 1);
        int ordinal = wordEnd(text, sequence + 1);
        return new ReadHeaders(
                found("version", number(text, 0, version)),
                kind(text, version + 1, kind),
                number(text, kind + 1, epoch),
                number(text, epoch + 1, sequence),
                number(text, sequence + 1, ordinal));
    }

    private static int wordEnd(byte[] text, int from) {
        int end = Math.min(from, text.length);
        while (end < text.length && text[end] != ' ') {
            end++;
        }
        return end;
    }

    Epoch epoch() {
        return new Epoch(found("epoch", epochValue));
    }

    Sequence sequence() {
        return new Sequence(found("sequence", sequenceValue));
    }

    long requiredOrdinal() {
        return found("ordinal", ordinal);
    }

    String requiredKind() {
        if (kind.isEmpty()) {
            throw new IllegalArgumentException("its headers tell no kind");
        }
        return kind;
    }

    private static long found(String what, long value) {
        if (value == MISSING) {
            throw new IllegalArgumentException("its headers tell no " + what);
        }
        return value;
    }

    /// Most records are changes: no text is made for them.
    private static String kind(byte[] text, int begin, int end) {
        if (end <= begin) {
            return "";
        }
        return end - begin == RecordHeaders.CHANGE.length()
                        && text[begin] == 'c'
                        && text[begin + 1] == 'h'
                ? RecordHeaders.CHANGE
                : new String(text, begin, end - begin, StandardCharsets.US_ASCII);
    }

    private static long number(Header header) {
        byte[] digits = bytes(header);
        return number(digits, 0, digits.length);
    }

    /// [#MISSING] where there is no digit.
    private static long number(byte[] text, int begin, int end) {
        if (end <= begin) {
            return MISSING;
        }
        long number = 0;
        for (int i = begin; i < end; i++) {
            if (text[i] < '0' || text[i] > '9') {
                throw new IllegalArgumentException("a header is not a number where one is due");
            }
            number = Math.addExact(Math.multiplyExact(number, 10L), text[i] - '0');
        }
        return number;
    }

    private static byte[] bytes(Header header) {
        byte[] value = header.value();
        return value == null ? new byte[0] : value;
    }
}
