package io.stageline.publisher.target;

import io.stageline.changelog.TableId;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Names;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The foreign keys of production that can be checked set by set in place of its triggers, by their table: an insert into it fires
/// nothing but their checks (decision 12).
record ParentKeys(Map<TableId, OfTable> ofTables) {
    /// Production checks everything.
    static final ParentKeys NONE = new ParentKeys(Map.of());

    /// One row for each trigger that an insert fires, and whether it is the check of a foreign key that a question can ask for.
    ///
    /// Asked for are foreign keys between columns of one type, modifier and collation, compared by PostgreSQL's own operator: then no
    /// value is rounded on its way into the column. MATCH FULL, PERIOD, deferrable keys, partitions and parents that our role may not
    /// see or lock are left to production; so is a table with rules, or one whose defaults, checks, indexes or domains call volatile
    /// functions of somebody's own: these may write elsewhere. (Nothing depends on PostgreSQL's own in pg_depend.)
    private static final String FIRED =
            """
            SELECT n.nspname, c.relname, t.oid, k.conname,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(attnum, place)
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.place),
                   pn.nspname, p.relname,
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(attnum, place)
                         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum ORDER BY u.place),
                   coalesce(t.tgisinternal AND t.tgenabled = 'O' AND NOT k.condeferrable AND k.confmatchtype = 's'
                       AND NOT coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false)
                       AND NOT c.relhasrules AND p.relkind = 'r' AND NOT p.relispartition AND NOT row_security_active(p.oid)
                       AND has_schema_privilege(pn.oid, 'USAGE') AND has_table_privilege(p.oid, 'SELECT')
                       AND has_any_column_privilege(p.oid, 'UPDATE')
                       AND NOT EXISTS (
                           SELECT FROM unnest(k.conkey, k.confkey, k.conpfeqop) u(child, parent, equality)
                           JOIN pg_attribute f ON f.attrelid = k.conrelid AND f.attnum = u.child
                           JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.parent
                           JOIN pg_operator o ON o.oid = u.equality
                           WHERE o.oprname <> '=' OR o.oprnamespace <> 'pg_catalog'::regnamespace
                              OR f.atttypid <> a.atttypid OR f.atttypmod <> a.atttypmod OR f.attcollation <> a.attcollation)
                       AND NOT EXISTS (
                           WITH RECURSIVE used(oid, kind) AS (
                               SELECT y.oid, y.typtype FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
                               WHERE a.attrelid = c.oid AND a.attnum > 0
                               UNION
                               SELECT y.oid, y.typtype FROM used JOIN pg_type w ON w.oid = used.oid
                               JOIN pg_type y ON y.oid IN (w.typbasetype, w.typelem))
                           SELECT FROM pg_depend d JOIN pg_proc f ON f.oid = d.refobjid AND f.provolatile = 'v'
                           WHERE d.refclassid = 'pg_proc'::regclass AND (d.classid, d.objid) IN (
                               SELECT 'pg_attrdef'::regclass, e.oid FROM pg_attrdef e WHERE e.adrelid = c.oid
                               UNION ALL
                               SELECT 'pg_constraint'::regclass, e.oid FROM pg_constraint e WHERE e.conrelid = c.oid
                               UNION ALL
                               SELECT 'pg_constraint'::regclass, e.oid FROM pg_constraint e JOIN used ON e.contypid = used.oid
                               UNION ALL
                               SELECT 'pg_type'::regclass, used.oid FROM used WHERE kind = 'd'
                               UNION ALL
                               SELECT 'pg_class'::regclass, i.indexrelid FROM pg_index i WHERE i.indrelid = c.oid)), false)
            FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_constraint k ON k.oid = t.tgconstraint AND k.conrelid = t.tgrelid AND k.contype = 'f'
            LEFT JOIN pg_class p ON p.oid = k.confrelid LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
            WHERE t.tgenabled <> 'D' AND t.tgtype & 4 <> 0 AND c.relkind = 'r' AND NOT c.relispartition
            """;

    private static final String ORDER = " ORDER BY t.oid";

    /// @param triggers behind the checks: others made since are not these
    record OfTable(List<ForeignKey> keys, List<Long> triggers) {
        OfTable {
            keys = List.copyOf(keys);
            triggers = List.copyOf(triggers);
        }

        /// Else production has a default for a column.
        boolean allNamedIn(List<String> columns) {
            return keys.stream().allMatch(key -> columns.containsAll(key.columns()));
        }
    }

    ParentKeys {
        ofTables = Map.copyOf(ofTables);
    }

    /// Whether our role may turn production's own checks off; asks by doing it.
    ///
    /// @param connection of PostgreSQL, not inside a transaction
    static boolean maySuspend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("RESET session_replication_role");
            return true;
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) == FailureKind.PRIVILEGE) {
                return false;
            }
            throw e;
        }
    }

    static ParentKeys read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRED + ORDER)) {
            return read(statement);
        }
    }

    /// What is so now. Who has written the table in this transaction, and locked parents, keeps others from changing it.
    static Optional<OfTable> read(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(FIRED + " AND c.oid = to_regclass(?)" + ORDER)) {
            statement.setString(1, Names.quote(table));
            return Optional.ofNullable(read(statement).ofTables.get(table));
        }
    }

    private static ParentKeys read(PreparedStatement statement) throws SQLException {
        Map<TableId, List<ForeignKey>> keys = new HashMap<>();
        Map<TableId, List<Long>> triggers = new HashMap<>();
        Set<TableId> others = new HashSet<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                var table = new TableId(row.getString(1), row.getString(2));
                if (row.getBoolean(9)) {
                    triggers.computeIfAbsent(table, _ -> new ArrayList<>()).add(row.getLong(3));
                    keys.computeIfAbsent(table, _ -> new ArrayList<>()).add(key(row));
                } else {
                    others.add(table);
                }
            }
        }
        Map<TableId, OfTable> ofTables = new HashMap<>();
        triggers.forEach((table, fired) -> {
            if (!others.contains(table)) {
                ofTables.put(table, new OfTable(keys.getOrDefault(table, List.of()), fired));
            }
        });
        return new ParentKeys(ofTables);
    }

    private static ForeignKey key(ResultSet row) throws SQLException {
        return new ForeignKey(
                row.getString(4),
                texts(row.getArray(5)),
                new TableId(row.getString(6), row.getString(7)),
                texts(row.getArray(8)),
                Action.REFUSE, // what it does to children is not asked for here
                Action.REFUSE,
                false);
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
