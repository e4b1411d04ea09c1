package io.stageline.conflict;

import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Violation;
import io.stageline.conflict.Rules.Check;
import io.stageline.conflict.UniqueHolders.Taken;
import io.stageline.database.Column;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds every constraint a row would break: production names only the first one it meets.
final class BrokenConstraints {
    private final Connection connection;
    private final Table table;

    /// What a row would break.
    ///
    /// @param taken unique keys and exclusion constraints, with who holds what the row wants
    /// @param parents the parents that are not there
    /// @param rules checks, and columns that take no NULL
    record Broken(List<Taken> taken, List<Blocker> parents, List<Violation> rules) {
        static final Broken NONE = new Broken(List.of(), List.of(), List.of());

        List<Violation> violations(Table table) {
            List<Violation> violations = new ArrayList<>();
            taken.forEach(it -> violations.add(it.violation(table.id())));
            parents.forEach(it -> violations.add(foreignKey(table, it)));
            violations.addAll(rules);
            return violations;
        }

        private static Violation foreignKey(Table table, Blocker parent) {
            List<String> columns =
                    table.foreignKeys().stream()
                            .filter(key ->
                                    parent.constraint().filter(key.name()::equals).isPresent())
                            .findFirst()
                            .map(ForeignKey::columns)
                            .orElse(List.of());
            return new Violation(
                    Violation.Kind.FOREIGN_KEY, parent.constraint(), table.id(), columns, 0);
        }
    }

    BrokenConstraints(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /// @param candidate the row as it shall be, as far as it is known
    /// @param itself the key of the row that is changed, which stands in nobody's way; empty for an insert
    /// @param refusing the constraint production named
    /// @param atEnd whether the rest of the source transaction is written: before that, what may hold later is not broken
    Broken by(
            Map<String, @Nullable String> candidate,
            Map<String, @Nullable String> itself,
            Optional<String> refusing,
            boolean atEnd)
            throws SQLException {
        List<Taken> taken =
                new UniqueHolders(connection, table)
                        .of(candidate, itself, refusing, key -> atEnd || !key.deferrable());
        List<Blocker> parents =
                new ForeignKeyEvidence(connection, table)
                        .missingParents(
                                candidate,
                                key ->
                                        atEnd
                                                || (!key.deferrable()
                                                        && !key.parent().equals(table.id())));
        List<Violation> rules = new ArrayList<>(nulls(candidate));
        rules.addAll(checks(candidate));
        return new Broken(taken, parents, rules);
    }

    /// Whether production checks the constraint at the end of a transaction only.
    static boolean waits(Table table, Optional<String> constraint) {
        return table.uniqueKeys().stream()
                .filter(UniqueKey::deferrable)
                .map(UniqueKey::name)
                .anyMatch(name -> constraint.filter(name::equals).isPresent());
    }

    private List<Violation> nulls(Map<String, @Nullable String> candidate) {
        return table.columns().stream()
                .filter(column -> !column.nullable())
                .map(Column::name)
                .filter(name -> candidate.containsKey(name) && candidate.get(name) == null)
                .map(name ->
                        new Violation(
                                Violation.Kind.NOT_NULL,
                                Optional.empty(),
                                table.id(),
                                List.of(name),
                                0))
                .toList();
    }

    private List<Violation> checks(Map<String, @Nullable String> candidate) throws SQLException {
        List<Check> checks =
                Rules.of(connection).checks(table).stream()
                        .filter(it -> candidate.keySet().containsAll(it.columns()))
                        .toList();
        if (checks.isEmpty()) {
            return List.of();
        }
        Map<String, @Nullable String> read = new HashMap<>();
        Set<String> columns =
                checks.stream().flatMap(it -> it.columns().stream()).collect(Collectors.toSet());
        columns.forEach(column -> read.put(column, candidate.get(column)));
        var rows = new ProductionRows(connection);
        String sql =
                "SELECT %s FROM %s"
                        .formatted(
                                checks.stream()
                                        .map(it -> "(" + it.expression() + ") IS FALSE")
                                        .collect(Collectors.joining(", ")),
                                rows.given(table, read));
        Savepoint before = connection.setSavepoint();
        try {
            List<Violation> violations = broken(checks, sql, read);
            connection.releaseSavepoint(before);
            return violations;
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) != FailureKind.VALUE) {
                throw e;
            }
            connection.rollback(before); // a check that cannot even be computed: what refused tells
            return List.of();
        }
    }

    private List<Violation> broken(
            List<Check> checks, String sql, Map<String, @Nullable String> read)
            throws SQLException {
        List<Violation> violations = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new ProductionRows(connection).bind(statement, 1, read);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                for (int i = 0; i < checks.size(); i++) {
                    if (row.getBoolean(i + 1)) {
                        violations.add(violation(checks.get(i)));
                    }
                }
            }
        }
        return violations;
    }

    private Violation violation(Check check) {
        return new Violation(
                Violation.Kind.CHECK, Optional.of(check.name()), table.id(), check.columns(), 0);
    }
}
