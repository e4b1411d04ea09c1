package io.stageline.database;

import java.util.Optional;

/// A type by its schema and name in the catalogue, like `pg_catalog.int4`.
///
/// @param kind what sort of type it is
/// @param comparable whether a plain `=` tells equal values in our sessions (json, xml, point, box, composite types and
///     others have none; that of an extension's type is in another schema)
/// @param equality the operator that tells equal values, ready for SQL: `=`, or `OPERATOR("public".=)` for an
///     extension's type; absent where the type has none
public record ColumnType(
        String schema, String name, Kind kind, boolean comparable, Optional<String> equality) {
    public enum Kind {
        BASE,
        ARRAY,
        ENUM,
        DOMAIN,
        COMPOSITE,
        RANGE,
        MULTIRANGE
    }

    /// A type whose equality is the plain `=` or none.
    public ColumnType(String schema, String name, Kind kind, boolean comparable) {
        this(schema, name, kind, comparable, comparable ? Optional.of("=") : Optional.empty());
    }

    public boolean is(String builtin) {
        return schema.equals("pg_catalog") && name.equals(builtin);
    }

    @Override
    public String toString() {
        return schema.equals("pg_catalog") ? name : schema + "." + name;
    }
}
