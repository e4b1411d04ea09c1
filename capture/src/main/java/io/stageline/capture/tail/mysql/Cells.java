package io.stageline.capture.tail.mysql;

import io.stageline.capture.tail.mysql.CharacterSets.Decoder;
import io.stageline.changelog.TableId;
import java.util.ArrayList;
import java.util.List;

/// Knows the cell of every type. A type that is not here stops capture by its name: no value is guessed.
final class Cells {
    private final CharacterSets characterSets;

    Cells(CharacterSets characterSets) {
        this.characterSets = characterSets;
    }

    /// @throws Refusal if values of that type or character set cannot be told without loss
    Cell of(TableId table, ColumnDescription column) {
        int meta = column.metadata();
        return switch (column.type()) {
            case ColumnTypes.TINY -> integer(1, column);
            case ColumnTypes.SHORT -> integer(2, column);
            case ColumnTypes.INT24 -> integer(3, column);
            case ColumnTypes.LONG -> integer(4, column);
            case ColumnTypes.LONGLONG -> integer(8, column);
            case ColumnTypes.FLOAT -> // exact as a double: MySQL compares it as one
                    Cell.text(row -> Double.toString(Float.intBitsToFloat(row.int32())));
            case ColumnTypes.DOUBLE ->
                    Cell.text(row -> Double.toString(Double.longBitsToDouble(row.int64())));
            case ColumnTypes.NEWDECIMAL ->
                    Cell.text(row -> Decimals.read(row, meta & 0xFF, meta >> 8));
            case ColumnTypes.BIT -> bits((meta >> 8) + ((meta & 0xFF) > 0 ? 1 : 0));
            case ColumnTypes.YEAR -> Cell.number(row -> year(row.uint8()));
            case ColumnTypes.DATE -> Cell.text(Temporals::date);
            case ColumnTypes.TIME2 -> Cell.text(row -> Temporals.time(row, meta));
            case ColumnTypes.DATETIME2 -> Cell.text(row -> Temporals.datetime(row, meta));
            case ColumnTypes.TIMESTAMP2 -> Cell.text(row -> Temporals.timestamp(row, meta));
            case ColumnTypes.STRING -> fixedText(table, column);
            case ColumnTypes.VARCHAR, ColumnTypes.VAR_STRING ->
                    text(meta < 256 ? 1 : 2, decoder(table, column));
            case ColumnTypes.BLOB -> text(meta, decoder(table, column));
            case ColumnTypes.GEOMETRY, ColumnTypes.VECTOR -> text(meta, CharacterSets.BINARY);
            case ColumnTypes.JSON ->
                    Cell.text(row -> JsonText.of(row.take((int) row.number(meta))));
            case ColumnTypes.ENUM -> oneOf(meta, members(table, column));
            case ColumnTypes.SET -> someOf(meta, members(table, column));
            default ->
                    throw new Refusal(
                            "Column %s of table %s has a type that cannot be captured (number %d in the binlog). Put the table under tables.exclude."
                                    .formatted(column.name(), table, column.type()));
        };
    }

    private static Cell integer(int size, ColumnDescription column) {
        if (column.unsigned()) {
            return size == 8
                    ? Cell.number(row -> Long.toUnsignedString(row.int64()))
                    : Cell.number(row -> Long.toString(row.number(size)));
        }
        int unused = 64 - 8 * size;
        return Cell.number(row -> Long.toString((row.number(size) << unused) >> unused));
    }

    private static Cell bits(int size) {
        return Cell.number(row -> Long.toUnsignedString(row.bigEndian(size)));
    }

    private static String year(int stored) {
        return Integer.toString(stored == 0 ? 0 : 1900 + stored);
    }

    /// BINARY comes without its trailing zero bytes, CHAR without its trailing blanks: the first are part of the value.
    private Cell fixedText(TableId table, ColumnDescription column) {
        int length = column.metadata();
        int prefix = length < 256 ? 1 : 2;
        if (column.collation() != CharacterSets.BINARY_COLLATION) {
            return text(prefix, decoder(table, column));
        }
        return Cell.text(row -> {
            byte[] stored = row.take((int) row.number(prefix));
            return CharacterSets.BINARY.decode(java.util.Arrays.copyOf(stored, length));
        });
    }

    private static Cell text(int prefix, Decoder decoder) {
        return Cell.text(row -> decoder.decode(row.take((int) row.number(prefix))));
    }

    /// The number 0 is what a value became that is no member: an empty text.
    private static Cell oneOf(int size, List<String> members) {
        return Cell.text(row -> {
            int number = (int) row.number(size);
            return number == 0 ? "" : members.get(number - 1);
        });
    }

    private static Cell someOf(int size, List<String> members) {
        return Cell.text(row -> {
            long chosen = row.number(size);
            var text = new StringBuilder();
            for (int i = 0; i < members.size(); i++) {
                if (((chosen >>> i) & 1) != 0) {
                    text.append(text.isEmpty() ? "" : ",").append(members.get(i));
                }
            }
            return text.toString();
        });
    }

    private List<String> members(TableId table, ColumnDescription column) {
        Decoder decoder = decoder(table, column);
        List<String> members = new ArrayList<>();
        column.members().forEach(member -> members.add(decoder.decode(member)));
        return members;
    }

    private Decoder decoder(TableId table, ColumnDescription column) {
        return characterSets
                .decoder(column.collation())
                .orElseThrow(() -> new Refusal(CharacterSets.refusal(table, column.name())));
    }
}
