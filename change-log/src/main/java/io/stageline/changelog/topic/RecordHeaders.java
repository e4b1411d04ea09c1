package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// The headers every record of the change log carries, as decimal or plain text so that any Kafka UI shows them. Headers
/// of others are ignored.
final class RecordHeaders {
    /// The version this code writes. It reads this one and all before it.
    static final int VERSION = 1;

    static final String BEGIN = "begin";
    static final String CHANGE = "change";
    static final String END = "end";
    static final String MARK = "mark";
    static final String CLAIM = "claim";

    static final String VERSION_KEY = "stageline.version";
    static final String KIND_KEY = "stageline.kind";
    static final String EPOCH_KEY = "stageline.epoch";
    static final String SEQUENCE_KEY = "stageline.sequence";
    static final String ORDINAL_KEY = "stageline.ordinal";

    private static final Header VERSION_HEADER = header(VERSION_KEY, Integer.toString(VERSION));
    private static final Map<String, Header> KINDS =
            Stream.of(BEGIN, CHANGE, END, MARK, CLAIM)
                    .collect(Collectors.toUnmodifiableMap(k -> k, k -> header(KIND_KEY, k)));

    /// The ordinals of all but large source transactions.
    private static final Header[] ORDINALS =
            LongStream.range(0, 1_024)
                    .mapToObj(ordinal -> header(ORDINAL_KEY, Long.toString(ordinal)))
                    .toArray(Header[]::new);

    private RecordHeaders() {}

    static Header version() {
        return VERSION_HEADER;
    }

    static Header kind(String kind) {
        Header known = KINDS.get(kind);
        return known == null ? header(KIND_KEY, kind) : known;
    }

    static Header epoch(Epoch epoch) {
        return header(EPOCH_KEY, epoch.toString());
    }

    static Header sequence(Sequence sequence) {
        return header(SEQUENCE_KEY, Long.toString(sequence.value()));
    }

    static Header ordinal(long ordinal) {
        return ordinal < ORDINALS.length
                ? ORDINALS[(int) ordinal]
                : header(ORDINAL_KEY, Long.toString(ordinal));
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value.getBytes(StandardCharsets.US_ASCII));
    }
}
