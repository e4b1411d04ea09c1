package io.stageline.database;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts of one unique index, as they are read.
final class MySqlKeyParts {
    private final List<Column> ofTable;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> compared = new LinkedHashSet<>();
    private boolean plain = true;

    MySqlKeyParts(List<Column> ofTable) {
        this.ofTable = ofTable;
    }

    /// @param column null for a part over an expression
    /// @param prefix whether only the beginning of the column's values counts
    void add(@Nullable String column, boolean prefix, @Nullable String expression) {
        if (column != null) {
            columns.add(column);
            if (prefix) {
                plain = false;
            } else if (isDecidedByText(column)) {
                compared.add(column);
            }
        }
        if (expression != null) {
            plain = false;
            columns.addAll(MySqlExpression.columns(MySqlExpression.sql(expression), ofTable));
        }
    }

    private boolean isDecidedByText(String name) {
        return ofTable.stream()
                .filter(column -> column.name().equals(name))
                .anyMatch(column -> CanonicalText.decides(column.type()));
    }

    UniqueKey uniqueKey(String name) {
        return new UniqueKey(
                name,
                name.equals("PRIMARY"),
                List.copyOf(columns),
                plain,
                false,
                false,
                List.copyOf(compared));
    }
}
