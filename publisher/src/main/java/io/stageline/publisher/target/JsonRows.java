package io.stageline.publisher.target;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows as JSON: an array of arrays of texts and nulls, as few documents as the limit allows.
final class JsonRows {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private JsonRows() {}

    /// @param charsMost how long a document may get; one row that is longer has its own
    static List<String> of(List<@Nullable String[]> rows, int charsMost) {
        List<String> documents = new ArrayList<>();
        var document = new StringBuilder(256);
        int rowStart = 0;
        for (@Nullable String[] row : rows) {
            int end = document.length();
            document.append(end == 0 ? '[' : ',');
            rowStart = document.length();
            append(document, row);
            if (document.length() > charsMost && end > 0) {
                documents.add(document.substring(0, end) + ']');
                document.delete(0, rowStart - 1).setCharAt(0, '[');
            }
        }
        if (!document.isEmpty()) {
            documents.add(document.append(']').toString());
        }
        return documents;
    }

    private static void append(StringBuilder document, @Nullable String[] row) {
        document.append('[');
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                document.append(',');
            }
            String value = row[i];
            if (value == null) {
                document.append("null");
            } else {
                document.append('"');
                ENCODER.quoteAsString(value, document);
                document.append('"');
            }
        }
        document.append(']');
    }
}
