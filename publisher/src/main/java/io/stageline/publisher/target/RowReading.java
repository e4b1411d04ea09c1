package io.stageline.publisher.target;

import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rows as images.
final class RowReading {
    private RowReading() {}

    /// @param names of what the statement selects, each as text
    static List<RowImage> read(PreparedStatement statement, List<String> names)
            throws SQLException {
        Columns columns = Columns.of(names);
        List<RowImage> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                @Nullable String[] values = new @Nullable String[names.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.getString(i + 1);
                }
                rows.add(RowImage.owning(columns, values));
            }
        }
        return rows;
    }
}
