package io.stageline.database;

import io.stageline.database.ColumnType.Kind;
import java.math.BigDecimal;
import java.util.Set;

/// One text for all values that a type takes for equal. Types for which that is not known are not decided by their text.
public final class CanonicalText {
    /// Two values are equal exactly when PostgreSQL prints them alike.
    private static final Set<String> EXACT =
            Set.of(
                    "bool",
                    "int2",
                    "int4",
                    "int8",
                    "oid",
                    "text",
                    "varchar",
                    "name",
                    "char",
                    "uuid",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "bytea",
                    "inet",
                    "cidr",
                    "macaddr",
                    "macaddr8",
                    "bit",
                    "varbit",
                    "pg_lsn",
                    "xid8");

    private CanonicalText() {}

    /// Whether equality can be seen in the text, once it is canonical.
    public static boolean decides(ColumnType type) {
        return type.kind() == Kind.ENUM
                || (type.schema().equals("pg_catalog")
                        && type.kind() == Kind.BASE
                        && (EXACT.contains(type.name()) || converted(type)));
    }

    /// Whether [#text] may be another than the database prints.
    public static boolean converted(ColumnType type) {
        return switch (type.schema().equals("pg_catalog") ? type.name() : "") {
            case "numeric", "float4", "float8", "bpchar" -> true;
            default -> false;
        };
    }

    /// The same text for equal values, if [#decides].
    public static String text(ColumnType type, String value) {
        if (!type.schema().equals("pg_catalog")) {
            return value;
        }
        return switch (type.name()) {
            case "numeric", "float4", "float8" -> number(value);
            case "bpchar" -> withoutBlanks(value);
            default -> value;
        };
    }

    /// Blanks at the end do not count in `char(n)`; other white space does.
    private static String withoutBlanks(String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == ' ') {
            end--;
        }
        return value.substring(0, end);
    }

    /// 1, 1.0 and 1e0 are equal, and so are 0 and -0; NaN and the infinities stand for themselves.
    private static String number(String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
        } catch (NumberFormatException _) {
            return value;
        }
    }
}
