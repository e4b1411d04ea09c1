package io.stageline.database;

import java.util.Optional;

/// A type by its schema and name in the catalogue, like `pg_catalog.int4`; MySQL's own types are in the schema `mysql`.
///
/// @param kind what sort of type it is
/// @param comparable whether a plain `=` tells equal values in our sessions (json, xml, point, box, composite types and
///     others have none; that of an extension's type is in another schema)
/// @param equality the operator that tells equal values, ready for SQL: `=`, or `OPERATOR("public".=)` for an
///     extension's type; absent where the type has none
/// @param textEquality how equal values show in their texts, a collation included
public record ColumnType(
        String schema,
        String name,
        Kind kind,
        boolean comparable,
        Optional<String> equality,
        TextEquality textEquality) {
    public enum Kind {
        BASE,
        ARRAY,
        ENUM,
        DOMAIN,
        COMPOSITE,
        RANGE,
        MULTIRANGE
    }

    /// A type of PostgreSQL.
    public ColumnType(
            String schema, String name, Kind kind, boolean comparable, Optional<String> equality) {
        this(
                schema,
                name,
                kind,
                comparable,
                equality,
                PostgresTypes.textEquality(schema, name, kind));
    }

    /// A type of PostgreSQL whose equality is the plain `=` or none.
    public ColumnType(String schema, String name, Kind kind, boolean comparable) {
        this(schema, name, kind, comparable, comparable ? Optional.of("=") : Optional.empty());
    }

    public boolean is(String builtin) {
        return isBuiltin() && name.equals(builtin);
    }

    private boolean isBuiltin() {
        return schema.equals(PostgresTypes.SCHEMA) || schema.equals(MySqlTypes.SCHEMA);
    }

    @Override
    public String toString() {
        return isBuiltin() ? name : schema + "." + name;
    }
}
