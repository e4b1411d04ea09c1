package io.stageline.database;

import io.stageline.database.ColumnType.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// MySQL's types as its catalogue tells them.
final class MySqlTypes {
    static final String SCHEMA = "mysql";

    private MySqlTypes() {}

    /// @param name the type without length and sign: `bigint`, `varchar`
    /// @param written the type as the catalogue writes it: `bigint unsigned`, `enum('a','b')`
    /// @param collation of a text, and whether it takes blanks at the end for nothing
    static ColumnType columnType(
            String name, String written, @Nullable String collation, boolean padded) {
        TextEquality textEquality = textEquality(name, collation, padded);
        // a text is not equal to a document it would parse to; vectors have no equality at all
        boolean comparable = !name.equals("json") && !name.equals("vector");
        return new ColumnType(
                SCHEMA,
                written.contains(" unsigned") ? name + " unsigned" : name,
                name.equals("enum") ? Kind.ENUM : Kind.BASE,
                comparable,
                comparable ? Optional.of("=") : Optional.empty(),
                textEquality);
    }

    private static TextEquality textEquality(
            String name, @Nullable String collation, boolean padded) {
        return switch (name) {
            case "float", "double", "decimal" -> TextEquality.NUMBER;
            case "json" -> TextEquality.UNDECIDED; // 1 and 1.0 are equal
            case "enum", "set" -> TextEquality.EXACT; // as one of the texts it was declared with
            default ->
                    collation == null
                            ? TextEquality.EXACT
                            : ofCollation(collation, padded && !name.equals("char"));
        };
    }

    /// A `char` never has blanks at its end. What is not compared byte by byte has weights that only the server knows.
    private static TextEquality ofCollation(String collation, boolean padded) {
        if (!collation.endsWith("_bin")) {
            return TextEquality.UNDECIDED;
        }
        return padded ? TextEquality.WITHOUT_BLANKS : TextEquality.EXACT;
    }
}
