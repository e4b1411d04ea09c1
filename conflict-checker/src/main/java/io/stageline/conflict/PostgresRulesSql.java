package io.stageline.conflict;

/// The statements that read rules in PostgreSQL's catalogue, each of one table.
final class PostgresRulesSql {
    private PostgresRulesSql() {}

    /// Of each unique index or exclusion constraint: its parts as SQL, the operator two rows collide by in each, its WHERE.
    static final String UNIQUE_KEYS =
            """
            SELECT coalesce(k.conname, x.relname), tn.nspname, t.relname,
                   ARRAY(SELECT pg_get_indexdef(i.indexrelid, place, false)
                         FROM generate_series(1, i.indnkeyatts) place ORDER BY place),
                   ARRAY(SELECT format('OPERATOR(%I.%s)', opn.nspname, o.oprname)
                         FROM generate_series(1, i.indnkeyatts) place
                         JOIN pg_opclass oc ON oc.oid = i.indclass[place - 1]
                         LEFT JOIN pg_amop ao ON ao.amopfamily = oc.opcfamily AND ao.amoplefttype = oc.opcintype
                             AND ao.amoprighttype = oc.opcintype AND ao.amopstrategy = 3 AND k.conexclop IS NULL
                         JOIN pg_operator o ON o.oid = coalesce(k.conexclop[place], ao.amopopr)
                         JOIN pg_namespace opn ON opn.oid = o.oprnamespace ORDER BY place),
                   pg_get_expr(i.indpred, i.indrelid), i.indisexclusion
            FROM pg_index i
            JOIN pg_class x ON x.oid = i.indexrelid
            JOIN pg_class t ON t.oid = i.indrelid
            JOIN pg_namespace tn ON tn.oid = t.relnamespace
            JOIN pg_class root ON root.oid = coalesce(pg_partition_root(i.indrelid)::oid, i.indrelid)
            JOIN pg_namespace n ON n.oid = root.relnamespace
            LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
            WHERE n.nspname = ? AND root.relname = ? AND NOT x.relispartition
              AND (i.indisunique OR i.indisexclusion) AND i.indislive AND i.indisready
            ORDER BY i.indisprimary DESC, x.relname
            """;

    static final String CHECKS =
            """
            SELECT k.conname, pg_get_expr(k.conbin, k.conrelid),
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) ORDER BY a.attnum)
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'c' AND n.nspname = ? AND c.relname = ?
              AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
            ORDER BY k.conname
            """;

    static final String CHECKED_COLUMNS =
            """
            SELECT a.attname
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
            WHERE k.contype IN ('c', 'n') AND n.nspname = ? AND c.relname = ? AND k.conname = ?
            ORDER BY a.attnum
            """;

    static final String DEFAULTS =
            """
            SELECT a.attname, CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
                   d.adbin IS NULL AND a.attidentity = '' AND t.typdefault IS NULL
            FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    static final String REFERRING_TABLES =
            """
            SELECT DISTINCT cn.nspname, c.relname
            FROM pg_constraint k
            JOIN pg_class p ON p.oid = coalesce(pg_partition_root(k.confrelid)::oid, k.confrelid)
            JOIN pg_namespace pn ON pn.oid = p.relnamespace
            JOIN pg_class c ON c.oid = coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid)
            JOIN pg_namespace cn ON cn.oid = c.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0 AND pn.nspname = ? AND p.relname = ?
            ORDER BY 1, 2
            """;
}
