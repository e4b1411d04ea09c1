package io.stageline.capture.tail.mysql;

/// The binlog's numbers of column types.
final class ColumnTypes {
    static final int TINY = 1;
    static final int SHORT = 2;
    static final int LONG = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int LONGLONG = 8;
    static final int INT24 = 9;
    static final int DATE = 10;
    static final int YEAR = 13;
    static final int VARCHAR = 15;
    static final int BIT = 16;
    static final int TIMESTAMP2 = 17;
    static final int DATETIME2 = 18;
    static final int TIME2 = 19;
    static final int VECTOR = 242;
    static final int JSON = 245;
    static final int NEWDECIMAL = 246;
    static final int ENUM = 247;
    static final int SET = 248;
    static final int BLOB = 252;
    static final int VAR_STRING = 253;
    static final int STRING = 254;
    static final int GEOMETRY = 255;

    private ColumnTypes() {}

    /// How many bytes of a table's description tell more about a column of a type.
    static int metadataLength(int type) {
        return switch (type) {
            case FLOAT, DOUBLE, BLOB, JSON, GEOMETRY, VECTOR, TIMESTAMP2, DATETIME2, TIME2 -> 1;
            case BIT, VARCHAR, VAR_STRING, NEWDECIMAL, STRING, ENUM, SET -> 2;
            default -> 0;
        };
    }

    /// Whether a description tells if the column is unsigned.
    static boolean hasSign(int type) {
        return switch (type) {
            case TINY, SHORT, INT24, LONG, LONGLONG, NEWDECIMAL, FLOAT, DOUBLE, YEAR -> true;
            default -> false;
        };
    }

    /// Whether a description tells the column's character set: a vector has one, too, which is `binary`.
    static boolean isText(int type) {
        return switch (type) {
            case STRING, VAR_STRING, VARCHAR, BLOB, VECTOR -> true;
            default -> false;
        };
    }

    static boolean isChoice(int type) {
        return type == ENUM || type == SET;
    }
}
