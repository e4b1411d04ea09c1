package io.stageline.database;

/// A type by its schema and name in the catalogue, like `pg_catalog.int4`.
///
/// @param kind what sort of type it is
/// @param comparable whether `=` works on it (json, xml, point and some others have none)
public record ColumnType(String schema, String name, Kind kind, boolean comparable) {
    public enum Kind {
        BASE,
        ARRAY,
        ENUM,
        DOMAIN,
        COMPOSITE,
        RANGE,
        MULTIRANGE
    }

    public boolean is(String builtin) {
        return schema.equals("pg_catalog") && name.equals(builtin);
    }

    @Override
    public String toString() {
        return schema.equals("pg_catalog") ? name : schema + "." + name;
    }
}
