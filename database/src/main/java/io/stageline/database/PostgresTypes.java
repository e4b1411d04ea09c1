package io.stageline.database;

import io.stageline.database.ColumnType.Kind;

/// What we know of PostgreSQL's own types by their names.
final class PostgresTypes {
    static final String SCHEMA = "pg_catalog";

    private PostgresTypes() {}

    static TextEquality textEquality(String schema, String name, Kind kind) {
        if (kind == Kind.ENUM) {
            return TextEquality.EXACT;
        }
        if (!schema.equals(SCHEMA) || kind != Kind.BASE) {
            return TextEquality.UNDECIDED;
        }
        return switch (name) {
            // two values are equal exactly when PostgreSQL prints them alike
            case "bool", "int2", "int4", "int8", "oid", "text", "varchar", "name", "char", "uuid" ->
                    TextEquality.EXACT;
            case "date", "time", "timestamp", "timestamptz", "bytea", "inet", "cidr", "macaddr" ->
                    TextEquality.EXACT;
            case "macaddr8", "bit", "varbit", "pg_lsn", "xid8" -> TextEquality.EXACT;
            case "numeric", "float4", "float8" -> TextEquality.NUMBER;
            case "bpchar" -> TextEquality.WITHOUT_BLANKS;
            default -> TextEquality.UNDECIDED;
        };
    }
}
