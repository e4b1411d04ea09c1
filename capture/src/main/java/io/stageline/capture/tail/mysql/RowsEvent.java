package io.stageline.capture.tail.mysql;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.MySqlPosition;
import java.util.BitSet;
import java.util.function.Consumer;

/// Rows of one table that a statement changed, as they stand in one event.
///
/// @param type its number, see [EventTypes]
/// @param table the number the binlog calls the table by
/// @param startedAt when its statement began, in seconds since 1970
/// @param before which columns old rows have, or the only ones
/// @param after which columns new rows have
/// @param rows behind all of that; read once
/// @param place where the event ends
record RowsEvent(
        int type,
        long table,
        Flags flags,
        long startedAt,
        BitSet before,
        BitSet after,
        BinlogBytes rows,
        MySqlPosition place) {
    private static final long NO_TABLE = 0xFF_FFFFL;

    /// What is said of the event as a whole.
    record Flags(int bits, int columns) {
        private static final int END_OF_STATEMENT = 1;
        private static final int UNCHECKED = 1 << 1;
        private static final int ACTIONS_LOGGED = 1 << 4;

        /// Whether nothing more follows of its statement.
        boolean endStatement() {
            return (bits & END_OF_STATEMENT) != 0;
        }

        /// Whether its first row was changed without a look at foreign keys: by an action of one, or in a session that turned them off.
        boolean unchecked() {
            return (bits & UNCHECKED) != 0;
        }

        /// Whether the server logs what foreign keys' actions change (9.6 and newer).
        boolean actionsLogged() {
            return (bits & ACTIONS_LOGGED) != 0;
        }
    }

    static RowsEvent read(BinlogFrame frame, MySqlPosition place) {
        BinlogBytes body = frame.bytes();
        long table = body.number(6);
        int bits = body.uint16();
        body.skip(body.uint16() - 2);
        int columns = body.packedInt();
        BitSet before = body.bits(columns);
        BitSet after = frame.type() == EventTypes.UPDATE_ROWS ? body.bits(columns) : before;
        var flags = new Flags(bits, columns);
        return new RowsEvent(
                frame.type(), table, flags, frame.timestamp(), before, after, body, place);
    }

    /// Whether it only says that a statement ends.
    boolean isEmpty() {
        return table == NO_TABLE && !rows.hasMore();
    }

    /// Reads the rows, in order.
    void forEach(BinlogTable described, Consumer<ChangeEvent> change) {
        while (rows.hasMore()) {
            change.accept(
                    switch (type) {
                        case EventTypes.WRITE_ROWS -> described.insert(rows, before);
                        case EventTypes.DELETE_ROWS -> described.delete(rows, before);
                        default -> described.update(rows, before, after);
                    });
        }
    }
}
