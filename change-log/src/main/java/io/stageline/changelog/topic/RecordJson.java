package io.stageline.changelog.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The JSON of one record after the other, read by one parser: made anew for each it would cost as much as all the reading. Each
/// record stands alone even so: where one was not read to its very end, the next one gets another parser. Owned by one thread.
final class RecordJson {
    /// How large a record may be is `change-log.record-bytes-max`; a value that capture wrote must not be too long to be read.
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final Text text = new Text();
    private @Nullable JsonParser parser;

    /// A parser in front of the record's first token; [#close] tells when it was used.
    JsonParser open(ByteBuffer record) throws IOException {
        text.record = record;
        JsonParser known = parser;
        if (known == null) {
            known = JSON.createParser(text);
            parser = known;
        }
        known.clearCurrentToken(); // the last one of the record before says nothing of this one
        return known;
    }

    void close() throws IOException {
        JsonParser used = parser;
        if (used != null && !isAtEnd(used)) {
            parser = null;
            used.close();
        }
    }

    private boolean isAtEnd(JsonParser used) throws IOException {
        return used.currentToken() == JsonToken.END_OBJECT
                && used.getParsingContext().inRoot()
                && !text.record.hasRemaining()
                && used.releaseBuffered(OutputStream.nullOutputStream()) <= 0;
    }

    /// What the parser reads from: the record of the moment.
    private static final class Text extends InputStream {
        private ByteBuffer record = ByteBuffer.allocate(0);

        @Override
        public int read() {
            return record.hasRemaining() ? record.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int at, int most) {
            if (!record.hasRemaining()) {
                return -1;
            }
            int count = Math.min(most, record.remaining());
            record.get(into, at, count);
            return count;
        }
    }
}
