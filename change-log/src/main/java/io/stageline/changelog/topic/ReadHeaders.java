package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// The [RecordHeaders] of a record, read in one pass: looking each up by its name costs more than decoding small rows.
///
/// @param kind empty where it is missing
/// @param sequenceValue of the source transaction, or less than 0
/// @param ordinal of the change, or less than 0
record ReadHeaders(long version, String kind, long epochValue, long sequenceValue, long ordinal) {
    private static final long MISSING = -1;

    static ReadHeaders of(Headers headers) {
        long version = MISSING;
        String kind = "";
        long epoch = MISSING;
        long sequence = MISSING;
        long ordinal = MISSING;
        for (Header header : headers) {
            switch (header.key()) {
                case RecordHeaders.VERSION_KEY -> version = number(header);
                case RecordHeaders.KIND_KEY -> kind = kind(header);
                case RecordHeaders.EPOCH_KEY -> epoch = number(header);
                case RecordHeaders.SEQUENCE_KEY -> sequence = number(header);
                case RecordHeaders.ORDINAL_KEY -> ordinal = number(header);
                default -> {}
            }
        }
        return new ReadHeaders(
                found(RecordHeaders.VERSION_KEY, version), kind, epoch, sequence, ordinal);
    }

    Epoch epoch() {
        return new Epoch(found(RecordHeaders.EPOCH_KEY, epochValue));
    }

    Sequence sequence() {
        return new Sequence(found(RecordHeaders.SEQUENCE_KEY, sequenceValue));
    }

    long requiredOrdinal() {
        return found(RecordHeaders.ORDINAL_KEY, ordinal);
    }

    String requiredKind() {
        if (kind.isEmpty()) {
            throw new IllegalArgumentException("header " + RecordHeaders.KIND_KEY + " is missing");
        }
        return kind;
    }

    private static long found(String key, long value) {
        if (value == MISSING) {
            throw new IllegalArgumentException("header " + key + " is missing");
        }
        return value;
    }

    /// Most records are changes: no text is made for them.
    private static String kind(Header header) {
        byte[] value = header.value();
        if (value == null) {
            return "";
        }
        return value.length == RecordHeaders.CHANGE.length() && value[0] == 'c' && value[1] == 'h'
                ? RecordHeaders.CHANGE
                : new String(value, StandardCharsets.US_ASCII);
    }

    private static long number(Header header) {
        byte[] digits = header.value();
        if (digits == null || digits.length == 0) {
            return MISSING;
        }
        long number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                throw new IllegalArgumentException("header " + header.key() + " is not a number");
            }
            number = Math.addExact(Math.multiplyExact(number, 10L), digit - '0');
        }
        return number;
    }
}
