package io.stageline.database;

import io.stageline.database.ColumnType.Kind;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A type as the catalogue stores it.
///
/// @param base the oid of what a domain is over, else 0
/// @param element the oid of what a true array holds, else 0 (int2vector and its like are no arrays)
/// @param equalitySchema where the `=` of its default operator class is; null where it has none
record PostgresTypeRow(
        String schema,
        String name,
        String typtype,
        long base,
        long element,
        @Nullable String equalitySchema) {
    ColumnType columnType(Map<Long, PostgresTypeRow> types) {
        Optional<String> equality = equality(types);
        return new ColumnType(
                schema, name, kind(types), equality.filter("="::equals).isPresent(), equality);
    }

    /// A domain over a composite type is one: PostgreSQL takes it apart into columns where it takes the type itself apart.
    private Kind kind(Map<Long, PostgresTypeRow> types) {
        return kind() == Kind.DOMAIN && part(types, base).kind(types) == Kind.COMPOSITE
                ? Kind.COMPOSITE
                : kind();
    }

    private Kind kind() {
        return switch (typtype) {
            case "e" -> Kind.ENUM;
            case "d" -> Kind.DOMAIN;
            case "c" -> Kind.COMPOSITE;
            case "r" -> Kind.RANGE;
            case "m" -> Kind.MULTIRANGE;
            default -> element == 0 ? Kind.BASE : Kind.ARRAY;
        };
    }

    private Optional<String> equality(Map<Long, PostgresTypeRow> types) {
        return switch (kind()) {
            case ENUM, RANGE, MULTIRANGE -> Optional.of("=");
            case COMPOSITE -> Optional.empty(); // equal only if all its parts are: text decides
            case DOMAIN -> part(types, base).equality(types);
            case ARRAY -> part(types, element).equality(types).map(_ -> "=");
            case BASE -> Optional.ofNullable(equalitySchema).map(PostgresTypeRow::operator);
        };
    }

    private static PostgresTypeRow part(Map<Long, PostgresTypeRow> types, long oid) {
        PostgresTypeRow part = types.get(oid);
        if (part == null) {
            throw new IllegalStateException("The catalogue changed while it was read");
        }
        return part;
    }

    private static String operator(String schema) {
        return schema.equals("pg_catalog") ? "=" : "OPERATOR(" + Names.quote(schema) + ".=)";
    }
}
