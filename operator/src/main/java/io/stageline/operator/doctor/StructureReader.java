package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Names;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what the catalogue of tables leaves out and a comparison needs: defaults, the text of keys, what types are made of.
final class StructureReader {
    private static final String DEFAULTS =
            """
            SELECT n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)
            FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            """;

    /// Constraints and unique indexes without one, by the statement that makes them. Partitions have those of their root.
    private static final String KEYS =
            """
            SELECT n.nspname, c.relname, k.conname, k.contype::text,
                   format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname,
                          pg_get_constraintdef(k.oid)) AS statement, pg_get_constraintdef(k.oid) AS definition
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype IN ('p', 'u', 'x', 'f', 'c') AND k.conparentid = 0 AND NOT c.relispartition
              AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            UNION ALL
            SELECT n.nspname, c.relname, x.relname, 'u', pg_get_indexdef(i.indexrelid),
                   regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE UNIQUE INDEX .* ON (ONLY )?', '')
            FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
            JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE i.indisunique AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
            ORDER BY 1, 2, 3
            """;

    /// What users' types are made of, in order.
    private static final String TYPES =
            """
            SELECT n.nspname, t.typname, t.typtype::text,
                   CASE t.typtype
                       WHEN 'e' THEN ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
                       WHEN 'd' THEN ARRAY[format_type(t.typbasetype, t.typtypmod)] || ARRAY(
                           SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.contypid = t.oid ORDER BY 1)
                       ELSE ARRAY(SELECT quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
                                  WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) END
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
            WHERE (t.typtype IN ('e', 'd') OR t.typtype = 'c' AND c.relkind = 'c')
              AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            """;

    /// @param defaults the default, or the expression of a generated column, of each column that has one
    /// @param keys of each table
    /// @param types users' types
    record Structure(
            Map<ColumnId, String> defaults,
            Map<TableId, List<Constraint>> keys,
            Map<TypeId, UserType> types) {}

    record TypeId(String schema, String name) {
        String quoted() {
            return Names.quote(schema) + "." + Names.quote(name);
        }
    }

    record ColumnId(TableId table, String column) {}

    /// @param kind p, u, x, f or c, as in the catalogue
    /// @param statement what makes it
    /// @param definition what two equal ones share, whatever their names
    record Constraint(
            TableId table, String name, String kind, String statement, String definition) {}

    /// @param kind e, d or c, as in the catalogue
    record UserType(TypeId id, String kind, List<String> parts) {}

    private StructureReader() {}

    static Structure read(Facts facts, Catalogue tables) throws SQLException {
        Map<ColumnId, String> defaults = new HashMap<>();
        facts.rows(
                DEFAULTS,
                row ->
                        defaults.put(
                                new ColumnId(id(row), row.getString(3)),
                                String.valueOf(row.getString(4))));
        Map<TableId, List<Constraint>> keys = new TreeMap<>();
        for (Constraint key : facts.rows(KEYS, StructureReader::key)) {
            if (tables.table(key.table).isPresent()) {
                keys.computeIfAbsent(key.table, _ -> new ArrayList<>()).add(key);
            }
        }
        Map<TypeId, UserType> types = new HashMap<>();
        facts.rows(TYPES, StructureReader::type).forEach(type -> types.put(type.id, type));
        return new Structure(defaults, keys, types);
    }

    private static Constraint key(ResultSet row) throws SQLException {
        return new Constraint(
                id(row), row.getString(3), row.getString(4), row.getString(5), row.getString(6));
    }

    private static UserType type(ResultSet row) throws SQLException {
        return new UserType(
                new TypeId(row.getString(1), row.getString(2)),
                row.getString(3),
                List.of((String[]) row.getArray(4).getArray()));
    }

    private static TableId id(ResultSet row) throws SQLException {
        return new TableId(row.getString(1), row.getString(2));
    }
}
