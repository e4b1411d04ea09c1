package io.stageline.capture.tail.mysql;

import java.util.List;

/// What a table's description tells of one column.
///
/// @param type its number, see [ColumnTypes]; of what is stored as a string, the one behind it
/// @param metadata what the type needs beside: lengths, precision, digits
/// @param unsigned whether a number is
/// @param collation of a text, an enum or a set: the collation's number; 0 for other types
/// @param members of an enum or a set: its members in the column's character set
record ColumnDescription(
        String name,
        int type,
        int metadata,
        boolean unsigned,
        int collation,
        List<byte[]> members) {
    /// What a functional index adds unseen.
    boolean isHidden() {
        return name.startsWith("!hidden!");
    }
}
