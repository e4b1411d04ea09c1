package io.stageline.capture.tail.mysql;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Takes events from Debezium's binlog client as they are, checks their checksum, and reads nothing of them. Owned by the
/// client's thread.
final class Frames extends EventDeserializer {
    private static final int CHECKSUM_LENGTH = 4;
    private static final int LENGTH_AT = 9;

    private boolean checked;

    /// What the client has asked the server for; there is no other way to hear of it. The checksum is that of the file from its description on.
    @Override
    @SuppressWarnings("deprecation")
    public void setChecksumType(ChecksumType type) {
        checked = type != ChecksumType.NONE;
    }

    @Override
    public @Nullable Event nextEvent(ByteArrayInputStream input) throws IOException {
        byte[] header = input.read(BinlogFrame.HEADER_LENGTH);
        var bytes = new BinlogBytes(header);
        bytes.skip(LENGTH_AT);
        int length = Math.toIntExact(bytes.uint32());
        byte[] event = Arrays.copyOf(header, length);
        input.fill(event, header.length, length - header.length);
        return new Event(unread(), frame(event));
    }

    private BinlogFrame frame(byte[] event) throws IOException {
        int type = event[4] & 0xFF;
        if (type == EventTypes.FORMAT_DESCRIPTION) {
            checked = event[event.length - CHECKSUM_LENGTH - 1] != 0; // always has the room for one
            return BinlogFrame.of(event, CHECKSUM_LENGTH);
        }
        if (!checked) {
            return BinlogFrame.of(event, 0);
        }
        verify(event);
        return BinlogFrame.of(event, CHECKSUM_LENGTH);
    }

    private static void verify(byte[] event) throws IOException {
        var crc = new CRC32();
        crc.update(event, 0, event.length - CHECKSUM_LENGTH);
        var expected = new BinlogBytes(event, event.length - CHECKSUM_LENGTH, CHECKSUM_LENGTH);
        if (crc.getValue() != expected.uint32()) {
            throw new IOException("A binlog event came with a wrong checksum");
        }
    }

    /// The client keeps a position of its own by what stands in the header; nobody asks for it.
    private static EventHeaderV4 unread() {
        var header = new EventHeaderV4();
        header.setEventType(EventType.UNKNOWN);
        return header;
    }
}
