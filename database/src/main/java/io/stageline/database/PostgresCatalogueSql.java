package io.stageline.database;

/// The statements that read PostgreSQL's catalogue, 14 and newer, one for each kind of thing. Columns that a newer version
/// added are read through `to_jsonb`, which gives NULL where they are not there.
final class PostgresCatalogueSql {
    private PostgresCatalogueSql() {}

    /// Neither PostgreSQL's own nor temporary.
    private static final String OF_USERS =
            "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";

    /// Ordinary tables and partitioned roots.
    static final String TABLES =
            """
            SELECT c.oid, n.nspname, c.relname, c.relreplident, c.relkind = 'p'
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
            """
                    + " AND "
                    + OF_USERS
                    + " ORDER BY n.nspname, c.relname";

    static final String COLUMNS =
            """
            SELECT a.attrelid, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod),
                   NOT a.attnotnull, a.attgenerated <> '', a.attidentity, a.attnum
            FROM pg_attribute a
            WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum
            """;

    /// The types of the columns, with what they are made of. Two values are equal by the operator of the default operator
    /// class, never by whatever is called `=`: that of box compares areas.
    static final String TYPES =
            """
            WITH RECURSIVE used(oid) AS (
                SELECT atttypid FROM pg_attribute
                WHERE attrelid = ANY (?) AND attnum > 0 AND NOT attisdropped
              UNION
                SELECT part.oid
                FROM used JOIN pg_type t USING (oid),
                     LATERAL (VALUES (t.typbasetype), (t.typelem)) part(oid)
                WHERE part.oid <> 0
            )
            SELECT t.oid, n.nspname, t.typname, t.typtype, t.typbasetype,
                   CASE WHEN e.typarray = t.oid THEN e.oid ELSE 0 END, equality.nspname
            FROM used JOIN pg_type t USING (oid) JOIN pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_type e ON e.oid = t.typelem
            LEFT JOIN LATERAL (
                SELECT opn.nspname
                FROM pg_opclass oc JOIN pg_am am ON am.oid = oc.opcmethod
                JOIN pg_amop ao ON ao.amopfamily = oc.opcfamily AND ao.amoplefttype = oc.opcintype
                    AND ao.amoprighttype = oc.opcintype
                    AND ao.amopstrategy = CASE am.amname WHEN 'btree' THEN 3 ELSE 1 END
                JOIN pg_operator o ON o.oid = ao.amopopr AND o.oprname = '='
                JOIN pg_namespace opn ON opn.oid = o.oprnamespace
                WHERE am.amname IN ('btree', 'hash') AND oc.opcdefault
                  AND (oc.opcintype = t.oid OR EXISTS (
                      SELECT FROM pg_cast k WHERE k.castsource = t.oid AND k.casttarget = oc.opcintype
                      AND k.castmethod = 'b' AND k.castcontext = 'i'))
                ORDER BY oc.opcintype = t.oid DESC, am.amname
                LIMIT 1) equality ON true
            """;

    /// Unique indexes and exclusion constraints. One that only a partition has is folded into the root as not plain.
    static final String UNIQUE_KEYS =
            """
            SELECT coalesce(pg_partition_root(i.indrelid)::oid, i.indrelid) AS root, coalesce(k.conname, x.relname),
                   i.indisprimary AND NOT c.relispartition,
                   ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(attnum, place)
                         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                         WHERE u.place <= i.indnkeyatts ORDER BY u.place),
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = i.indrelid AND a.attnum IN (
                             SELECT d.refobjsubid FROM pg_depend d
                             WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                               AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid)
                         ORDER BY a.attnum),
                   i.indexprs IS NULL AND i.indpred IS NULL AND NOT i.indisexclusion AND NOT c.relispartition,
                   coalesce(k.condeferrable, false),
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
                   ARRAY(SELECT a.attname::text
                         FROM unnest(i.indkey::int2[], i.indcollation::oid[]) WITH ORDINALITY u(attnum, collation_oid, place)
                         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                         LEFT JOIN pg_collation l ON l.oid = u.collation_oid
                         WHERE u.place <= i.indnkeyatts AND NOT i.indisexclusion AND coalesce(l.collisdeterministic, true)
                         ORDER BY u.place)
            FROM pg_index i
            JOIN pg_class x ON x.oid = i.indexrelid
            JOIN pg_class c ON c.oid = i.indrelid
            LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
            WHERE coalesce(pg_partition_root(i.indrelid)::oid, i.indrelid) = ANY (?)
              AND (i.indisunique OR i.indisexclusion) AND i.indislive AND i.indisready AND NOT x.relispartition
            ORDER BY root, i.indisprimary DESC, x.relname
            """;

    /// Foreign keys as declared: what the server derives for partitions has a parent constraint and is left out.
    private static final String FOREIGN_KEY =
            """
            SELECT c.oid, k.conname,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(attnum, place)
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.place),
                   pn.nspname, p.relname,
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(attnum, place)
                         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum ORDER BY u.place),
                   k.confdeltype, k.confupdtype, k.condeferrable, n.nspname, c.relname
            FROM pg_constraint k
            JOIN pg_class p ON p.oid = coalesce(pg_partition_root(k.confrelid)::oid, k.confrelid)
            JOIN pg_namespace pn ON pn.oid = p.relnamespace
            JOIN pg_class c ON c.oid = coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid)
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0
              AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
            """;

    static final String FOREIGN_KEYS =
            FOREIGN_KEY + " AND c.oid = ANY (?) ORDER BY c.oid, k.conname";

    /// By which a delete from one of these tables deletes or changes rows that refer to it.
    static final String ACTING_ON =
            FOREIGN_KEY
                    + " AND k.confdeltype IN ('c', 'n', 'd') AND p.oid IN (SELECT to_regclass(name) FROM unnest(?) AS t(name)) AND "
                    + OF_USERS;
}
