package io.stageline.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The texts in which MySQL's values travel, as SQL: what a value's text is, and which value a text is. Both are exact in a session that
/// [Database] opened.
///
/// A text is what MySQL prints, with these exceptions: bytes (binary, blob, geometry, vector) are base64, a `bit` is an unsigned number, and a `float` is
/// printed as the double it is, because MySQL itself rounds it to six digits.
public final class MySqlText {
    private static final Pattern COLLATED =
            Pattern.compile(".* CHARACTER SET (\\w+) COLLATE (\\w+)", Pattern.DOTALL);

    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\d+,\\d+\\)");

    private MySqlText() {}

    /// SQL for the text of a value of this column.
    ///
    /// @param value SQL that gives the value, like `t.price`
    public static String textOf(Column column, String value) {
        return switch (column.type().name()) {
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                    base64(value);
            case "vector" -> base64(value);
            case "bit" -> text("CAST(" + value + " AS UNSIGNED)");
            case "float", "float unsigned" -> text("CAST(" + value + " AS DOUBLE)");
            case "year" -> text(value + " + 0");
            default ->
                    isGeometry(column)
                            ? base64(value)
                            // ZEROFILL is how a number looks, not what it is
                            : text(
                                    column.formattedType().contains("zerofill")
                                            ? value + " + 0"
                                            : value);
        };
    }

    /// SQL for the value to write to this column.
    ///
    /// @param text SQL that gives the text, in utf8mb4
    public static String valueOf(Column column, String text) {
        return switch (column.type().name()) {
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector" ->
                    "FROM_BASE64(" + text + ")";
            case "bit" -> "CAST(" + text + " AS UNSIGNED)";
            // the text 0 would be the year 2000
            case "year" -> "CAST(" + text + " AS UNSIGNED)";
            case "float", "double", "float unsigned", "double unsigned" ->
                    "CAST(" + text + " AS DOUBLE)";
            default -> isGeometry(column) ? "FROM_BASE64(" + text + ")" : text;
        };
    }

    /// SQL for the value to compare this column with, such that an index over the column finds it. A text takes the column's own character set and
    /// collation; without them MySQL would convert every row of the table instead, once for each value.
    ///
    /// @param text SQL that gives the text, in utf8mb4
    public static String comparedWith(Column column, String text) {
        return switch (column.type().name()) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" ->
                    "CAST(" + text + " AS SIGNED)";
            case "tinyint unsigned", "smallint unsigned", "mediumint unsigned", "int unsigned" ->
                    "CAST(" + text + " AS UNSIGNED)";
            case "bigint unsigned" -> "CAST(" + text + " AS UNSIGNED)";
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                    collated(column, text);
            case "decimal", "decimal unsigned" -> decimal(column, text);
            default -> valueOf(column, text);
        };
    }

    /// SQL for the condition that a column holds exactly this value or, as it, NULL: texts to the letter, whatever the collation takes for equal.
    /// No index finds it.
    ///
    /// @param value SQL that gives the column's value, like `t.price`
    /// @param text SQL that gives the text, in utf8mb4
    public static String holds(Column column, String value, String text) {
        return switch (column.type().name()) {
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                    "CONVERT(%s USING utf8mb4) COLLATE utf8mb4_0900_bin <=> %s"
                            .formatted(value, text);
            case "json" -> value + " <=> CAST(" + text + " AS JSON)";
            default ->
                    column.type().comparable()
                            ? value + " <=> " + comparedWith(column, text)
                            : textOf(column, value) + " <=> " + text;
        };
    }

    /// A text and a decimal would meet as doubles.
    private static String decimal(Column column, String text) {
        Matcher written = DECIMAL.matcher(column.formattedType());
        if (!written.find()) {
            throw new IllegalStateException("A decimal without its digits");
        }
        return "CAST(" + text + " AS " + written.group() + ")";
    }

    private static String collated(Column column, String text) {
        Matcher collated = COLLATED.matcher(column.formattedType());
        if (!collated.matches()) {
            throw new IllegalStateException("A text without a collation");
        }
        return "CONVERT(%s USING %s) COLLATE %s"
                .formatted(text, collated.group(1), collated.group(2));
    }

    /// Whether the column holds spatial values.
    public static boolean isGeometry(Column column) {
        return switch (column.type().name()) {
            case "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring" ->
                    true;
            case "multipolygon", "geomcollection" -> true;
            default -> false;
        };
    }

    private static String text(String value) {
        return "CAST(" + value + " AS CHAR CHARACTER SET utf8mb4)";
    }

    /// MySQL breaks the lines of base64.
    private static String base64(String value) {
        return "REPLACE(TO_BASE64(" + value + "), '\\n', '')";
    }
}
