package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Writes the one header that every record of the change log carries: words with blanks between them, so that any Kafka UI shows
/// it. One, because five cost more than many a row: each is sliced, named and copied by both clients and looked at by
/// the broker. Headers of others are ignored. Owned by one thread.
final class RecordHeaders {
    /// The version this code writes. It reads this one and all before it.
    static final int VERSION = 2;

    static final String KEY = "stageline";

    static final String BEGIN = "begin";
    static final String CHANGE = "change";
    static final String END = "end";
    static final String MARK = "mark";
    static final String CLAIM = "claim";

    private final Epoch epoch;
    private Sequence sequence = Sequence.NONE;
    private byte[] changeWords = {};

    RecordHeaders(Epoch epoch) {
        this.epoch = epoch;
    }

    /// Of a record that belongs to no source transaction.
    Header of(String kind) {
        return header(ascii(VERSION + " " + kind + " " + epoch));
    }

    /// Of a begin or an end.
    Header of(String kind, Sequence of, long ordinal) {
        return header(ascii(words(kind, of) + ordinal));
    }

    /// Of a change: all but the last word stands ready for the changes of one source transaction.
    Header ofChange(Sequence of, long ordinal) {
        if (!of.equals(sequence)) {
            sequence = of;
            changeWords = ascii(words(CHANGE, of));
        }
        int digits = 1;
        for (long rest = ordinal / 10; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] text = new byte[changeWords.length + digits];
        System.arraycopy(changeWords, 0, text, 0, changeWords.length);
        long rest = ordinal;
        for (int i = text.length - 1; i >= changeWords.length; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return header(text);
    }

    private String words(String kind, Sequence of) {
        return VERSION + " " + kind + " " + epoch + " " + of.value() + " ";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Header header(byte[] text) {
        return new RecordHeader(KEY, text);
    }
}
