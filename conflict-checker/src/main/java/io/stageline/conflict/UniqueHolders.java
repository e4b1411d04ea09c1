package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Violation;
import io.stageline.database.Names;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the production rows that hold the unique values a change wants: for every unique key at once, with its own
/// expressions, predicate and operators as the catalogue prints them.
final class UniqueHolders {
    /// More than one row can only be in the way of an exclusion constraint.
    private static final int MOST_HOLDERS = 100;

    /// Of each unique index or exclusion constraint: its parts as SQL, the operator two rows collide by in each, its WHERE.
    private static final String PARTS =
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

    private final Connection connection;
    private final Table table;

    /// A unique key with the rows that hold what the change wants.
    record Taken(UniqueKey key, boolean exclusion, List<Map<String, @Nullable String>> holders) {
        Violation violation(TableId table) {
            return new Violation(
                    exclusion ? Violation.Kind.EXCLUSION : Violation.Kind.UNIQUE,
                    Optional.of(key.name()),
                    table,
                    key.columns(),
                    holders.size());
        }
    }

    private record Parts(
            UniqueKey key,
            TableId on,
            List<String> definitions,
            List<String> operators,
            @Nullable String predicate,
            boolean exclusion) {}

    UniqueHolders(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /// @param candidate the row as it shall be; keys that read a column not among these are passed over
    /// @param itself the key of the row that is changed, which stands in nobody's way; empty for an insert
    /// @param refusing the constraint production named: one of a single partition is searched only if it is this
    /// @param due which keys must hold at this moment
    List<Taken> of(
            Map<String, @Nullable String> candidate,
            Map<String, @Nullable String> itself,
            Optional<String> refusing,
            Predicate<UniqueKey> due)
            throws SQLException {
        List<Taken> taken = new ArrayList<>();
        for (Parts parts : parts()) {
            boolean here =
                    parts.on.equals(table.id())
                            || refusing.filter(parts.key.name()::equals).isPresent();
            if (here
                    && due.test(parts.key)
                    && candidate.keySet().containsAll(parts.key.columns())) {
                List<Map<String, @Nullable String>> holders = holders(parts, candidate, itself);
                if (!holders.isEmpty()) {
                    taken.add(new Taken(parts.key, parts.exclusion, holders));
                }
            }
        }
        return taken;
    }

    private List<Map<String, @Nullable String>> holders(
            Parts parts,
            Map<String, @Nullable String> candidate,
            Map<String, @Nullable String> itself)
            throws SQLException {
        Map<String, @Nullable String> read = new LinkedHashMap<>();
        parts.key.columns().forEach(column -> read.put(column, candidate.get(column)));
        String where = parts.predicate == null ? "" : " WHERE " + parts.predicate;
        String sql =
                "SELECT %s FROM (SELECT *, %s FROM %s%s) held JOIN (SELECT %s FROM (SELECT %s) given%s) wanted ON %s%s LIMIT %d"
                        .formatted(
                                ProductionRows.selectList(table, "held"),
                                computed(parts),
                                Names.quote(parts.on),
                                where,
                                computed(parts),
                                ProductionRows.literals(table, read),
                                where,
                                collision(parts),
                                itself.isEmpty()
                                        ? ""
                                        : " WHERE NOT ("
                                                + ProductionRows.condition(table, "held", itself)
                                                + ")",
                                MOST_HOLDERS);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = ProductionRows.bind(statement, 1, read);
            ProductionRows.bind(statement, next, itself);
            return ProductionRows.read(table.columns(), statement);
        }
    }

    private static String computed(Parts parts) {
        return IntStream.range(0, parts.definitions.size())
                .mapToObj(i -> "(" + parts.definitions.get(i) + ") AS \"stageline part " + i + '"')
                .collect(Collectors.joining(", "));
    }

    private static String collision(Parts parts) {
        String nulls =
                parts.key.nullsNotDistinct()
                        ? "(%1$s %2$s %3$s OR num_nulls(%1$s, %3$s) = 2)"
                        : "%1$s %2$s %3$s";
        return IntStream.range(0, parts.definitions.size())
                .mapToObj(i ->
                        nulls.formatted(
                                "held.\"stageline part " + i + '"',
                                parts.operators.get(i),
                                "wanted.\"stageline part " + i + '"'))
                .collect(Collectors.joining(" AND "));
    }

    private static List<String> doubled(Array sql) throws SQLException {
        return Arrays.stream((String[]) sql.getArray()).map(QuestionMarks::doubled).toList();
    }

    private List<Parts> parts() throws SQLException {
        Map<String, UniqueKey> keys = new LinkedHashMap<>();
        table.uniqueKeys().forEach(key -> keys.put(key.name(), key));
        List<Parts> parts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().table());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UniqueKey key = keys.get(row.getString(1));
                    if (key != null) {
                        parts.add(
                                new Parts(
                                        key,
                                        new TableId(row.getString(2), row.getString(3)),
                                        doubled(row.getArray(4)),
                                        doubled(row.getArray(5)),
                                        Optional.ofNullable(row.getString(6))
                                                .map(QuestionMarks::doubled)
                                                .orElse(null),
                                        row.getBoolean(7)));
                    }
                }
            }
        }
        return parts;
    }
}
