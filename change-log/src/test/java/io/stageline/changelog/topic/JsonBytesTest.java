package io.stageline.changelog.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
    private final JsonBytes json = new JsonBytes();

    @Test
    void anotherParserReadsEveryCharacterBack() throws IOException {
        var all = new StringBuilder();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }

        assertThat(readBack(all.toString())).isEqualTo(all.toString());
    }

    /// Long ones are written in chunks, between whose ends a character of two halves may fall.
    @Test
    void anotherParserReadsStringsOfEveryLengthBack() throws IOException {
        var random = new Random(7);
        for (int length = 0; length < 20_000; length = length * 3 / 2 + 1) {
            String text =
                    random.ints(length, 0, 4)
                            .mapToObj(i -> "a\"😀ü".codePoints().skip(i).findFirst().orElseThrow())
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();

            assertThat(readBack(text)).isEqualTo(text);
        }
    }

    @Test
    void refusesHalfACharacter() {
        assertThatThrownBy(() -> json.clear().string("a\ud83d"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLargeTextNeedsNoRoomForTheWorstCase() throws IOException {
        String large = "x".repeat(3_000_000);

        assertThat(readBack(large)).isEqualTo(large);
        assertThat(json.clear().raw("1").copy()).isEqualTo(new byte[] {'1'});
    }

    private String readBack(String text) throws IOException {
        byte[] written = json.clear().string(text).copy();
        try (JsonParser parser = new JsonFactory().createParser(written)) {
            parser.nextToken();
            return parser.getText();
        }
    }
}
