package io.stageline.changelog;

/// Names a table of staging or production: its schema and its name, as the catalogue spells them (never quoted).
public record TableId(String schema, String table) implements Comparable<TableId> {
    public TableId {
        if (schema.isEmpty() || table.isEmpty()) {
            throw new IllegalArgumentException("A table has a schema and a name");
        }
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
