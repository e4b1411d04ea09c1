package io.stageline.capture.tail.mysql;

import io.stageline.changelog.MySqlPosition;

/// Where reading is: the file, the offset behind the last event, and the GTIDs of what is complete. Owned by one thread.
final class BinlogPlace {
    private static final long LOW_BITS = 0xFFFF_FFFFL;

    private final Gtids gtids;
    private String file;
    private long offset;

    BinlogPlace(MySqlPosition from) {
        this.file = from.file();
        this.offset = from.offset();
        this.gtids = new Gtids(from.gtids());
    }

    /// Another file follows; the server also names the file it begins in.
    void goTo(String file, long offset) {
        this.file = file;
        this.offset = offset;
    }

    /// An event ends there. The binlog tells 32 bits only; a transaction beyond 4 GiB goes on counting.
    ///
    /// @param end the low 32 bits; 0 for an event that does not stand in the file
    void passed(long end) {
        if (end == 0) {
            return;
        }
        long next = (offset & ~LOW_BITS) | end;
        offset = next < offset ? next + LOW_BITS + 1 : next;
    }

    void committed(String gtid) {
        gtids.add(gtid);
    }

    /// The end of a source transaction, or a place between two.
    MySqlPosition position() {
        return new MySqlPosition(file, offset, gtids.text());
    }

    /// A single event's place.
    MySqlPosition here() {
        return new MySqlPosition(file, offset, "");
    }
}
