package io.stageline.database;

/// One column of a table as the catalogue describes it.
///
/// @param type its type without modifiers, as the catalogue names it
/// @param formattedType the type as people write it, with length and precision: `character varying(40)`
/// @param position its place in the table, from 1, as the catalogue counts (dropped columns leave holes)
/// @param touched whether an update that does not name it gives it the time of day (MySQL's ON UPDATE CURRENT_TIMESTAMP)
public record Column(
        String name,
        ColumnType type,
        String formattedType,
        boolean nullable,
        Generation generation,
        int position,
        boolean touched) {
    /// Who makes the value.
    public enum Generation {
        /// whoever writes the row
        NONE,
        /// the database, from other columns; never written by us
        COMPUTED,
        /// an identity that accepts given values
        IDENTITY_BY_DEFAULT,
        /// an identity that accepts given values only when overridden
        IDENTITY_ALWAYS
    }

    /// A column that an update leaves alone unless it names it.
    public Column(
            String name,
            ColumnType type,
            String formattedType,
            boolean nullable,
            Generation generation,
            int position) {
        this(name, type, formattedType, nullable, generation, position, false);
    }

    /// Whether a write names this column.
    public boolean writable() {
        return generation != Generation.COMPUTED;
    }
}
