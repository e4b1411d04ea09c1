package io.stageline.capture.tail.mysql;

import com.github.shyiko.mysql.binlog.event.EventData;

/// One event as it stands in the binlog.
///
/// @param type its number, see [EventTypes]
/// @param timestamp seconds since 1970, when its statement began
/// @param end the low 32 bits of the offset behind it; 0 for what the server made up
/// @param body what follows the header, without a checksum
@SuppressWarnings("ArrayRecordComponent") // never compared
record BinlogFrame(int type, long timestamp, long end, int flags, byte[] body)
        implements EventData {
    private static final long serialVersionUID = 1L;
    private static final int IGNORABLE = 0x80;

    static final int HEADER_LENGTH = 19;

    /// @param event a whole event, header first
    /// @param checksumLength what to leave out at its end
    static BinlogFrame of(byte[] event, int checksumLength) {
        var header = new BinlogBytes(event);
        long timestamp = header.uint32();
        int type = header.uint8();
        header.skip(8); // the server's id and the length
        long end = header.uint32();
        int flags = header.uint16();
        byte[] body = header.take(event.length - HEADER_LENGTH - checksumLength);
        return new BinlogFrame(type, timestamp, end, flags, body);
    }

    /// Whether MySQL says that a reader who does not know the type may leave the event out.
    boolean isIgnorable() {
        return (flags & IGNORABLE) != 0;
    }

    BinlogBytes bytes() {
        return new BinlogBytes(body);
    }
}
