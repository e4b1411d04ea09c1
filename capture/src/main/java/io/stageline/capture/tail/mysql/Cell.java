package io.stageline.capture.tail.mysql;

import io.stageline.changelog.Columns.ValueForm;

/// How a value of one column stands in a row of the binlog, and what its text in the change log is.
///
/// @param form how the text stands in the change log's JSON
/// @param reader takes the value's bytes
record Cell(ValueForm form, Reader reader) {
    interface Reader {
        String read(BinlogBytes row);
    }

    static Cell number(Reader reader) {
        return new Cell(ValueForm.NUMBER, reader);
    }

    static Cell text(Reader reader) {
        return new Cell(ValueForm.TEXT, reader);
    }
}
