package io.stageline.database;

import io.stageline.changelog.TableId;
import java.util.Collection;
import java.util.stream.Collectors;

/// Quotes names for SQL: the one place where a name from a catalogue becomes part of a statement.
public final class Names {
    private Names() {}

    public static String quote(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("No database has a name like this");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String quote(TableId table) {
        return quote(table.schema()) + "." + quote(table.table());
    }

    public static String quote(ColumnType type) {
        return quote(type.schema()) + "." + quote(type.name());
    }

    /// The names quoted, separated by commas.
    public static String list(Collection<String> names) {
        return names.stream().map(Names::quote).collect(Collectors.joining(", "));
    }
}
