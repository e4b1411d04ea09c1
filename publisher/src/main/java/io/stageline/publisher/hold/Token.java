package io.stageline.publisher.hold;

import io.stageline.changelog.TableId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the 64-bit numbers a [Footprint] is made of: a hash of what is touched. They stand in production, so the same thing
/// must have the same number in every version of Stageline. Two things with one number only hold more than needed.
final class Token {
    private static final long OFFSET = 0xcbf29ce484222325L; // FNV-1a
    private static final long PRIME = 0x100000001b3L;
    private static final byte END = (byte) 0xff; // in no UTF-8 text
    private static final byte NULL = (byte) 0xfe;

    /// What is touched. The letter is part of the hash: never to be changed.
    enum Kind {
        /// the table as a whole: read by every change of a row, written by TRUNCATE
        TABLE('T'),
        /// the rows of a table whose row key cannot tell them apart
        ROWS('K'),
        /// one row
        ROW('R'),
        /// a value of a unique key
        VALUE('U'),
        /// a unique key whose columns do not tell which rows collide
        CONSTRAINT('C');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    private Token() {}

    static long of(Kind kind, TableId table, List<String> names) {
        return finish(names(kind, table, names));
    }

    /// @param values of the columns, in canonical form
    static long of(Kind kind, TableId table, List<String> columns, List<@Nullable String> values) {
        long hash = names(kind, table, columns);
        for (String value : values) {
            hash = value == null ? add(hash, NULL) : add(hash, value);
        }
        return finish(hash);
    }

    private static long names(Kind kind, TableId table, List<String> names) {
        long hash = add(add(add(OFFSET, (byte) kind.letter), table.schema()), table.table());
        for (String name : names) {
            hash = add(hash, name);
        }
        return add(hash, END);
    }

    private static long add(long hash, String text) {
        long next = hash;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            next = add(next, each);
        }
        return add(next, END);
    }

    private static long add(long hash, byte each) {
        return (hash ^ (each & 0xff)) * PRIME;
    }

    /// Spreads what differs in few bits over all of them.
    private static long finish(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
