package io.stageline.changelog;

import org.jspecify.annotations.Nullable;

/// Names a table of staging or production: its schema and its name, as the catalogue spells them (never quoted).
public record TableId(String schema, String table) implements Comparable<TableId> {
    public TableId {
        if (schema.isEmpty() || table.isEmpty()) {
            throw new IllegalArgumentException("A table has a schema and a name");
        }
    }

    // Maps ask for every change. What stands here by itself is made of method handles: slow until
    // it is compiled for good.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof TableId same
                        && table.equals(same.table)
                        && schema.equals(same.schema));
    }

    @Override
    public int hashCode() {
        return 31 * schema.hashCode() + table.hashCode();
    }

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /// The form people read and type: `schema.table`.
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
