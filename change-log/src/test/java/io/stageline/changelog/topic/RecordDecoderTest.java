package io.stageline.changelog.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One decoder reads record after record; none tells anything about another one.
class RecordDecoderTest {
    private static final String REST =
            ",\"source\":{\"schema\":\"public\",\"table\":\"note\"},\"op\":\"c\"}";
    private static final String SOUND = "{\"before\":null,\"after\":{\"text\":\"sound\"}" + REST;

    private final RecordDecoder decoder = new RecordDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "garbage",
                "[]",
                "{",
                "{}",
                "{}}",
                "{\"before\":null,\"after\":{\"text\":\"cut o",
                "{\"before\":null,\"after\":{\"text\":[1]},\"op\":\"c\"}",
                "{\"before\":null,\"after\":{\"text\":\"without a table\"},\"op\":\"c\"}",
                "{\"op\":\"x\",\"source\":{\"schema\":\"public\",\"table\":\"note\"}}"
            })
    void readsOnBehindWhatIsUnreadable(String garbage) {
        assertThat(decode(SOUND)).isEqualTo(insert("sound"));
        assertThat(decode(garbage)).isInstanceOf(LogRecord.Unreadable.class);
        assertThat(decode(SOUND)).isEqualTo(insert("sound"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "{\"before\":null,", "\"", "}", "\0"})
    void takesNothingBehindARecordForThePartOfTheNext(String more) {
        assertThat(decode(SOUND + more)).isEqualTo(insert("sound"));
        assertThat(decode(SOUND)).isEqualTo(insert("sound"));
    }

    @ParameterizedTest
    @ValueSource(ints = {7_900, 8_000, 8_100, 100_000, 20_000_001})
    void readsAValueOfAnyLength(int length) {
        String value = "x".repeat(length);

        LogRecord read = decode("{\"before\":null,\"after\":{\"text\":\"" + value + "\"}" + REST);

        assertThat(read.equals(insert(value))).as("read as it was written").isTrue();
    }

    @Test
    void readsARecordWhereverItLiesInWhatWasFetched() {
        byte[] fetched = ("before it" + SOUND + "behind it").getBytes(UTF_8);
        var value = ByteBuffer.wrap(fetched, 9, SOUND.length()).slice();

        assertThat(decoder.decode(headers(), value)).isEqualTo(insert("sound"));
    }

    private LogRecord decode(String value) {
        return decoder.decode(headers(), ByteBuffer.wrap(value.getBytes(UTF_8)));
    }

    private static Headers headers() {
        var words = new RecordHeaders(new Epoch(3)).ofChange(new Sequence(1042), 2);
        return new org.apache.kafka.common.header.internals.RecordHeaders(List.of(words));
    }

    private static LogRecord insert(String text) {
        var image = RowImage.owning(Columns.of(List.of("text")), new String[] {text});
        var event = new ChangeEvent.Insert(new TableId("public", "note"), image);
        return new LogRecord.Change(new Epoch(3), new Sequence(1042), 2, event);
    }
}
