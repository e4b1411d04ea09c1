package io.stageline.capture.tail.mysql;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;

/// A compressed transaction: its events follow each other in one event of the binlog. They are unpacked one by one, so that only
/// the compressed form is in memory.
final class Payload {
    private static final int END = 0;
    private static final int COMPRESSION = 2;
    private static final long ZSTD = 0;
    private static final long NONE = 255;
    private static final int LENGTH_AT = 9;

    private Payload() {}

    /// Takes one event after the other.
    interface Events {
        void take(BinlogFrame frame) throws SQLException;
    }

    static void unpack(BinlogFrame frame, Events events) throws IOException, SQLException {
        BinlogBytes body = frame.bytes();
        long compression = NONE;
        for (int field = body.packedInt(); field != END; field = body.packedInt()) {
            BinlogBytes value = body.part(body.packedInt());
            if (field == COMPRESSION) {
                compression = value.packed();
            }
        }
        byte[] packed = body.take(body.remaining());
        try (InputStream stream = stream(compression, packed)) {
            for (byte[] header = stream.readNBytes(BinlogFrame.HEADER_LENGTH);
                    header.length > 0;
                    header = stream.readNBytes(BinlogFrame.HEADER_LENGTH)) {
                events.take(BinlogFrame.of(event(header, stream), 0));
            }
        }
    }

    private static InputStream stream(long compression, byte[] packed) throws IOException {
        var bytes = new ByteArrayInputStream(packed);
        if (compression == ZSTD) {
            return new ZstdInputStream(bytes);
        } else if (compression == NONE) {
            return bytes;
        }
        throw new Refusal(
                "Staging's binlog holds transactions compressed in an unknown way (%d)."
                        .formatted(compression));
    }

    private static byte[] event(byte[] header, InputStream stream) throws IOException {
        var bytes = new BinlogBytes(header);
        bytes.skip(LENGTH_AT);
        byte[] event = Arrays.copyOf(header, Math.toIntExact(bytes.uint32()));
        int missing = event.length - header.length;
        if (stream.readNBytes(event, header.length, missing) < missing) {
            throw new IOException("A compressed transaction ends inside an event");
        }
        return event;
    }
}
