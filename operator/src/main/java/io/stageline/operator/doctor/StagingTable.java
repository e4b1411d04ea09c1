package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.TableSelection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// A relation of staging whose name is selected, as far as logging its changes is concerned. A partitioned table is as its
/// weakest partition.
///
/// @param logging what staging logs of old rows
/// @param owned whether our role may alter it
/// @param alikeColumns columns whose names differ in case only
record StagingTable(
        TableId id,
        Kind kind,
        Logging logging,
        boolean owned,
        boolean readable,
        boolean partitioned,
        Optional<String> alikeColumns) {
    enum Kind {
        TABLE,
        UNLOGGED_TABLE,
        VIEW,
        FOREIGN_TABLE
    }

    /// @param fullRefused whether PostgreSQL would refuse updates if whole rows were logged
    /// @param tables the table itself, or the partitions of this identity; quoted
    record Logging(Identity identity, boolean hasKey, boolean fullRefused, List<String> tables) {}

    /// What tells staging's log which row an update or delete meant.
    enum Identity {
        KEY,
        FULL_ROW,
        /// FULL on a table with a generated column: PostgreSQL 18 refuses updates of it once it is published
        FULL_ROW_REFUSED,
        /// the primary key may be checked late: PostgreSQL does not take it as identity
        DEFERRABLE_KEY,
        OTHER_INDEX,
        /// neither key nor FULL, or NOTHING
        NONE
    }

    /// One row for each relation, with the weakest identity of its partitions.
    private static final String READ =
            """
            SELECT n.nspname, c.relname, c.relkind, c.relpersistence, pg_has_role(c.relowner, 'USAGE'),
                   has_table_privilege(c.oid, 'SELECT'), identity.name, identity.has_key,
                   identity.tables, alike.names, identity.full_refused
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN LATERAL (
                SELECT leaf.identity AS name, bool_and(leaf.has_key) AS has_key,
                       bool_or(leaf.generated) AND current_setting('server_version_num')::int >= 180000 AS full_refused, array_agg(leaf.name ORDER BY leaf.name) AS tables
                FROM (SELECT l.oid::regclass::text AS name, pk.indimmediate IS NOT NULL AS has_key, generated, CASE
                        WHEN l.relreplident = 'f' AND generated AND current_setting('server_version_num')::int >= 180000
                            THEN 'FULL_ROW_REFUSED'
                        WHEN l.relreplident = 'f' THEN 'FULL_ROW'
                        WHEN l.relreplident = 'i' AND same_as_key THEN 'KEY'
                        WHEN l.relreplident = 'i' THEN 'OTHER_INDEX'
                        WHEN l.relreplident = 'd' AND pk.indimmediate THEN 'KEY'
                        WHEN l.relreplident = 'd' AND pk.indimmediate IS NOT NULL THEN 'DEFERRABLE_KEY'
                        ELSE 'NONE' END AS identity
                    FROM pg_class l
                    LEFT JOIN pg_index pk ON pk.indrelid = l.oid AND pk.indisprimary
                    CROSS JOIN LATERAL (SELECT
                        EXISTS (SELECT FROM pg_attribute g
                                WHERE g.attrelid = l.oid AND g.attgenerated <> '' AND NOT g.attisdropped) AS generated,
                        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = l.oid AND i.indisreplident
                                  AND i.indkey::int2[] @> pk.indkey::int2[] AND i.indkey::int2[] <@ pk.indkey::int2[])
                            AS same_as_key) index
                    WHERE l.oid = c.oid AND c.relkind <> 'p'
                       OR c.relkind = 'p' AND l.oid IN (SELECT t.relid FROM pg_partition_tree(c.oid) t WHERE t.isleaf)) leaf
                GROUP BY leaf.identity
                ORDER BY array_position(ARRAY['NONE', 'DEFERRABLE_KEY', 'FULL_ROW_REFUSED', 'OTHER_INDEX', 'KEY', 'FULL_ROW'],
                                        leaf.identity)
                LIMIT 1) identity ON true
            CROSS JOIN LATERAL (
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS names
                FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND (a.attname ~ '^["''`]' OR EXISTS (
                      SELECT FROM pg_attribute b WHERE b.attrelid = a.attrelid AND b.attnum <> a.attnum AND b.attnum > 0
                      AND NOT b.attisdropped AND lower(b.attname) = lower(a.attname)))) alike
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
            ORDER BY n.nspname, c.relname
            """;

    static List<StagingTable> read(Facts facts, TableSelection selection) throws SQLException {
        return facts.rows(READ, StagingTable::of).stream()
                .filter(table -> selection.selects(table.id))
                .toList();
    }

    /// Whether all changes of it can be captured.
    boolean captured() {
        return kind == Kind.TABLE
                && (logging.identity == Identity.KEY || logging.identity == Identity.FULL_ROW)
                && alikeColumns.isEmpty();
    }

    /// Whether its inserts can be captured, and nothing else, as long as it is as it is.
    boolean insertsOnly() {
        return kind == Kind.TABLE
                && logging.identity == Identity.NONE
                && !logging.hasKey
                && alikeColumns.isEmpty();
    }

    private static StagingTable of(ResultSet row) throws SQLException {
        return new StagingTable(
                new TableId(row.getString(1), row.getString(2)),
                kind(row.getString(3), row.getString(4)),
                logging(row),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getString(3).equals("p"),
                Optional.ofNullable(row.getString(10)));
    }

    private static Logging logging(ResultSet row) throws SQLException {
        String identity = row.getString(7);
        return identity == null
                ? new Logging(Identity.KEY, true, false, List.of()) // no partition yet
                : new Logging(
                        Identity.valueOf(identity),
                        row.getBoolean(8),
                        row.getBoolean(11),
                        List.of((String[]) row.getArray(9).getArray()));
    }

    private static Kind kind(String relkind, String persistence) {
        return switch (relkind) {
            case "v", "m" -> Kind.VIEW;
            case "f" -> Kind.FOREIGN_TABLE;
            default -> persistence.equals("u") ? Kind.UNLOGGED_TABLE : Kind.TABLE;
        };
    }
}
