package io.stageline.capture.tail.mysql;

import io.stageline.changelog.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Reads a TABLE_MAP event behind its table's number: once for each description, so that reading it need not be fast.
final class DescriptionReader {
    private static final int SIGNEDNESS = 1;
    private static final int DEFAULT_CHARSET = 2;
    private static final int COLUMN_CHARSET = 3;
    private static final int COLUMN_NAME = 4;
    private static final int SET_MEMBERS = 5;
    private static final int ENUM_MEMBERS = 6;
    private static final int PRIMARY_KEY = 8;
    private static final int PRIMARY_KEY_WITH_PREFIX = 9;
    private static final int CHOICE_DEFAULT_CHARSET = 10;
    private static final int CHOICE_CHARSET = 11;

    private final TableId id;
    private final int[] types;
    private final int[] metadata;
    private final boolean[] unsigned;
    private final int[] collations;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> key = new ArrayList<>();
    private final Map<Integer, List<byte[]>> members = new HashMap<>();

    private DescriptionReader(TableId id, int columns) {
        this.id = id;
        this.types = new int[columns];
        this.metadata = new int[columns];
        this.unsigned = new boolean[columns];
        this.collations = new int[columns];
    }

    /// The table's name alone.
    static TableId id(BinlogBytes body) {
        String schema = body.utf8(body.uint8());
        body.skip(1);
        String table = body.utf8(body.uint8());
        body.skip(1);
        return new TableId(schema, table);
    }

    /// @param body behind the name
    /// @throws Refusal if the columns' names are not told
    static TableDescription read(TableId id, BinlogBytes body) {
        var reader = new DescriptionReader(id, body.packedInt());
        reader.readTypes(body);
        body.bits(reader.types.length); // which may be null
        reader.readOptional(body);
        return reader.description();
    }

    private void readTypes(BinlogBytes body) {
        for (int i = 0; i < types.length; i++) {
            types[i] = body.uint8();
        }
        BinlogBytes all = body.part(body.packedInt());
        for (int i = 0; i < types.length; i++) {
            int length = ColumnTypes.metadataLength(types[i]);
            if (types[i] == ColumnTypes.STRING) {
                readString(i, all.uint8(), all.uint8());
            } else {
                metadata[i] = (int) all.number(length);
            }
        }
    }

    /// CHAR, ENUM and SET share a type; the real one stands in the metadata, and beside it a length whose upper bits
    /// are hidden in the type, inverted.
    private void readString(int column, int first, int second) {
        boolean isLong = (first & 0x30) != 0x30;
        types[column] = isLong ? first | 0x30 : first;
        metadata[column] = isLong ? second | (((first & 0x30) ^ 0x30) << 4) : second;
    }

    private void readOptional(BinlogBytes body) {
        while (body.hasMore()) {
            int field = body.uint8();
            BinlogBytes value = body.part(body.packedInt());
            switch (field) {
                case SIGNEDNESS -> readSigns(value);
                case DEFAULT_CHARSET -> readDefault(value, ColumnTypes::isText);
                case COLUMN_CHARSET -> readEach(value, ColumnTypes::isText);
                case CHOICE_DEFAULT_CHARSET -> readDefault(value, ColumnTypes::isChoice);
                case CHOICE_CHARSET -> readEach(value, ColumnTypes::isChoice);
                case COLUMN_NAME -> readNames(value);
                case SET_MEMBERS -> readMembers(value, ColumnTypes.SET);
                case ENUM_MEMBERS -> readMembers(value, ColumnTypes.ENUM);
                case PRIMARY_KEY -> readKey(value, false);
                case PRIMARY_KEY_WITH_PREFIX -> readKey(value, true);
                default -> {} // visibility, kinds of geometry, dimensions: no value depends on them
            }
        }
    }

    /// The first column's sign is in the highest bit.
    private void readSigns(BinlogBytes value) {
        List<Integer> columns = places(ColumnTypes::hasSign);
        byte[] bits = value.take((columns.size() + 7) / 8);
        for (int i = 0; i < columns.size(); i++) {
            unsigned[columns.get(i)] = (bits[i / 8] & (0x80 >> (i % 8))) != 0;
        }
    }

    private void readDefault(BinlogBytes value, IntPredicate ofType) {
        List<Integer> columns = places(ofType);
        int usual = value.packedInt();
        columns.forEach(column -> collations[column] = usual);
        while (value.hasMore()) {
            int column = columns.get(value.packedInt());
            collations[column] = value.packedInt();
        }
    }

    private void readEach(BinlogBytes value, IntPredicate ofType) {
        for (int column : places(ofType)) {
            collations[column] = value.packedInt();
        }
    }

    private void readNames(BinlogBytes value) {
        while (value.hasMore()) {
            names.add(value.utf8(value.packedInt()));
        }
    }

    private void readMembers(BinlogBytes value, int ofType) {
        for (int column : places(type -> type == ofType)) {
            List<byte[]> all = new ArrayList<>();
            int count = value.packedInt();
            for (int i = 0; i < count; i++) {
                all.add(value.take(value.packedInt()));
            }
            members.put(column, all);
        }
    }

    private void readKey(BinlogBytes value, boolean withPrefix) {
        while (value.hasMore()) {
            key.add(value.packedInt());
            if (withPrefix) {
                value.packed();
            }
        }
    }

    private List<Integer> places(IntPredicate ofType) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            if (ofType.test(types[i])) {
                places.add(i);
            }
        }
        return places;
    }

    private TableDescription description() {
        if (names.size() != types.length) {
            throw new Refusal(
                    "Staging's binlog does not tell the columns' names of table %s. SET PERSIST binlog_row_metadata = FULL; what was committed before cannot be captured: bring production up to date with a compare or a copy, then start with a new pipeline name."
                            .formatted(id));
        }
        List<ColumnDescription> columns = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            columns.add(
                    new ColumnDescription(
                            names.get(i),
                            types[i],
                            metadata[i],
                            unsigned[i],
                            collations[i],
                            members.getOrDefault(i, List.of())));
        }
        return new TableDescription(id, columns, key);
    }
}
