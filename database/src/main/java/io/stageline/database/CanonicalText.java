package io.stageline.database;

import java.math.BigDecimal;

/// One text for all values that a type takes for equal. Types for which that is not known are not decided by their text.
public final class CanonicalText {
    private CanonicalText() {}

    /// Whether equality can be seen in the text, once it is canonical.
    public static boolean decides(ColumnType type) {
        return type.textEquality() != TextEquality.UNDECIDED;
    }

    /// Whether [#text] may be another than the database prints.
    public static boolean converted(ColumnType type) {
        return switch (type.textEquality()) {
            case NUMBER, WITHOUT_BLANKS -> true;
            case EXACT, UNDECIDED -> false;
        };
    }

    /// The same text for equal values, if [#decides].
    public static String text(ColumnType type, String value) {
        return switch (type.textEquality()) {
            case NUMBER -> number(value);
            case WITHOUT_BLANKS -> withoutBlanks(value);
            case EXACT, UNDECIDED -> value;
        };
    }

    /// Blanks at the end do not count; other white space does.
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
