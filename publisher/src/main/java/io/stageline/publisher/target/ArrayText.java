package io.stageline.publisher.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's text form of an array, built from one column of many rows.
final class ArrayText {
    private ArrayText() {}

    /// @param delimiter what the element type puts between elements: a comma for all but box
    static String of(List<@Nullable String[]> rows, int column, char delimiter) {
        var text = new StringBuilder(length(rows, column)).append('{');
        boolean first = true;
        for (@Nullable String[] row : rows) {
            if (!first) {
                text.append(delimiter);
            }
            first = false;
            String value = row[column];
            if (value == null) {
                text.append("NULL");
            } else {
                quote(text, value);
            }
        }
        return text.append('}').toString();
    }

    /// How long the text gets where nothing in it must be escaped: a builder that grows copies all it has.
    private static int length(List<@Nullable String[]> rows, int column) {
        long length = 2;
        for (@Nullable String[] row : rows) {
            String value = row[column];
            length += 1 + (value == null ? 4 : value.length() + 2);
        }
        return Math.toIntExact(length);
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
            text.append(value);
        } else {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\');
                }
                text.append(c);
            }
        }
        text.append('"');
    }
}
