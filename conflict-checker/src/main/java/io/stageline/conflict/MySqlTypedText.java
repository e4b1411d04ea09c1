package io.stageline.conflict;

import io.stageline.database.Column;
import io.stageline.database.MySqlText;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a text becomes a value of a MySQL column outside any table: which type reads it, what makes the value of that, and what that type does not
/// see to itself.
final class MySqlTypedText {
    private static final BigInteger LEAST_SIGNED = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST_SIGNED = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger GREATEST_UNSIGNED =
            BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");
    private static final Pattern EMPTY_LABEL = Pattern.compile("[(,]''[,)]");
    private static final Pattern SRID = Pattern.compile(" SRID (\\d+)$");

    private MySqlTypedText() {}

    /// The type that a JSON_TABLE reads the text with; empty where it has to be a text first.
    static Optional<String> readAs(Column column, @Nullable String text) {
        String type = column.formattedType();
        return switch (column.type().name()) {
            case "json", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                    Optional.empty();
            case "vector" -> Optional.empty();
            // number 0, which no type reads from a text, looks like this
            case "enum" ->
                    Optional.of(
                            "".equals(text)
                                    ? "varchar(1)"
                                            + type.substring(type.lastIndexOf(" CHARACTER SET"))
                                    : type);
            default -> MySqlText.isGeometry(column) ? Optional.empty() : Optional.of(type);
        };
    }

    /// SQL for the value.
    ///
    /// @param read SQL for what was read with [#readAs]
    static String value(Column column, String read) {
        if (column.type().name().equals("json")) {
            return "CAST(" + read + " AS JSON)";
        }
        return readAs(column, null).isEmpty() ? MySqlText.valueOf(column, read) : read;
    }

    /// SQL that is true if the column takes a value that could be read.
    static String fits(Column column, String value, String text) {
        return switch (column.type().name()) {
            case "bigint" -> between(text, LEAST_SIGNED, GREATEST_SIGNED);
            case "bigint unsigned" -> between(text, BigInteger.ZERO, GREATEST_UNSIGNED);
            // labels that are none are left out
            case "set" ->
                    "CHAR_LENGTH(%s) = %d".formatted(value, text.codePointCount(0, text.length()));
            case "enum" ->
                    "".equals(text) && !EMPTY_LABEL.matcher(column.formattedType()).find()
                            ? "FALSE"
                            : "TRUE";
            case "json" -> value + " IS NOT NULL";
            case "binary", "varbinary" -> longestBytes(value, length(column));
            case "tinyblob" -> longestBytes(value, 255);
            case "blob" -> longestBytes(value, 65_535);
            case "mediumblob" -> longestBytes(value, 16_777_215);
            case "longblob" -> value + " IS NOT NULL";
            case "vector" -> longestBytes(value, 4 * length(column));
            default -> MySqlText.isGeometry(column) ? fitsGeometry(column, value) : "TRUE";
        };
    }

    /// Beyond its range the largest integer type reads another number, where all smaller ones refuse.
    private static String between(String text, BigInteger least, BigInteger greatest) {
        try {
            BigInteger number = new BigInteger(text);
            return number.compareTo(least) >= 0 && number.compareTo(greatest) <= 0
                    ? "TRUE"
                    : "FALSE";
        } catch (NumberFormatException _) {
            return "TRUE"; // what is no number the type refuses
        }
    }

    private static String fitsGeometry(Column column, String value) {
        String name = column.type().name();
        String type =
                name.equals("geometry")
                        ? "ST_GeometryType(%s) IS NOT NULL".formatted(value)
                        : "ST_GeometryType(%s) = '%s'"
                                .formatted(value, name.toUpperCase(Locale.ROOT));
        Matcher srid = SRID.matcher(column.formattedType());
        return srid.find() ? "%s AND ST_SRID(%s) = %s".formatted(type, value, srid.group(1)) : type;
    }

    private static String longestBytes(String value, long bytes) {
        return "OCTET_LENGTH(%s) <= %d".formatted(value, bytes);
    }

    private static long length(Column column) {
        Matcher length = LENGTH.matcher(column.formattedType());
        if (!length.find()) {
            throw new IllegalStateException("A type without a length");
        }
        return Long.parseLong(length.group(1));
    }
}
