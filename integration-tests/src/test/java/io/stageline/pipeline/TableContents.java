package io.stageline.pipeline;

import io.stageline.changelog.TableId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.postgresql.PGConnection;

/// All rows of a table, each as the bytes of PostgreSQL's binary COPY: every column as text and, where its type has
/// a send form that means the same in both databases, as that too. How often each row is there counts.
final class TableContents {
    private static final int SIGNATURE_BYTES = 11;
    private static final int SHOWN_CHARACTERS_MAX = 60;

    /// A column of staging; `binary` when its send form holds no object ids of user-defined types.
    record ComparedColumn(String name, boolean binary) {}

    private final Map<Row, Integer> rows = new HashMap<>();

    /// One row; equal when every byte is.
    record Row(String bytes) {}

    static TableContents read(Connection connection, TableId table, List<ComparedColumn> columns)
            throws SQLException {
        var expressions = new StringJoiner(", ");
        for (ComparedColumn column : columns) {
            expressions.add(printed(quoted(column.name())));
            if (column.binary()) {
                expressions.add(quoted(column.name()));
            }
        }
        String sql =
                "COPY (SELECT %s FROM %s.%s) TO STDOUT (FORMAT binary)"
                        .formatted(expressions, quoted(table.schema()), quoted(table.table()));
        var bytes = new ByteArrayOutputStream();
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, bytes);
            var contents = new TableContents();
            contents.parse(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows this has more often than the other, with how much more often.
    Map<Row, Integer> without(TableContents other) {
        Map<Row, Integer> more = new HashMap<>();
        rows.forEach((row, count) -> {
            int surplus = count - other.rows.getOrDefault(row, 0);
            if (surplus > 0) {
                more.put(row, surplus);
            }
        });
        return more;
    }

    int rowCount() {
        return rows.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// A row for people: each column's text, and its bytes where it has them.
    static String show(Row row, List<ComparedColumn> columns) {
        var shown = new StringJoiner(", ", "(", ")");
        var in =
                new DataInputStream(
                        new ByteArrayInputStream(
                                row.bytes().getBytes(StandardCharsets.ISO_8859_1)));
        try {
            for (ComparedColumn column : columns) {
                byte[] text = field(in);
                byte[] binary = column.binary() ? field(in) : new byte[0];
                shown.add(column.name() + "=" + shown(text, binary));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shown.toString();
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// As the type prints itself, which a cast to text need not be (char(n) would lose its padding).
    private static String printed(String column) {
        return "CASE WHEN num_nulls(%s) = 0 THEN format('%%s', %s) END".formatted(column, column);
    }

    @SuppressWarnings("ReferenceEquality") // NULL is told from an empty value by identity
    private static String shown(byte[] text, byte[] binary) {
        if (text == NULL) {
            return "NULL";
        }
        String value = new String(text, StandardCharsets.UTF_8);
        String hex = binary.length > 16 ? "" : " \\x" + java.util.HexFormat.of().formatHex(binary);
        return value.length() > SHOWN_CHARACTERS_MAX
                ? value.substring(0, SHOWN_CHARACTERS_MAX) + "… (" + value.length() + ")"
                : value + hex;
    }

    private static final byte[] NULL = new byte[0];

    private static byte[] field(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? NULL : in.readNBytes(length);
    }

    private void parse(DataInputStream in) throws IOException {
        in.skipNBytes(SIGNATURE_BYTES + Integer.BYTES);
        in.skipNBytes(in.readInt());
        for (int fields = in.readShort(); fields >= 0; fields = in.readShort()) {
            rows.merge(new Row(tuple(in, fields)), 1, Integer::sum);
        }
    }

    private static String tuple(DataInputStream in, int fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new java.io.DataOutputStream(bytes);
        for (int i = 0; i < fields; i++) {
            int length = in.readInt();
            out.writeInt(length);
            if (length > 0) {
                out.write(in.readNBytes(length));
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1); // one character a byte, nothing lost
    }
}
