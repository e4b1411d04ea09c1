package io.stageline.publisher.target;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.Names;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import io.stageline.publisher.Shape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Looks before a delete which rows production would delete or change by itself, by ON DELETE CASCADE, SET NULL or SET
/// DEFAULT. Staging's own children have gone or were changed before by their own events: what is left, staging never saw. Where the log
/// has no such events (MySQL), nobody can tell, and production's action does what staging's did.
final class LeftBehind {
    private final Catalogue catalogue;
    private final Map<TableId, List<Child>> children = new HashMap<>();
    private final Map<Shape, Questions> questions = new HashMap<>();
    private final Set<TableId> deletedFrom = new HashSet<>();

    /// Puts the rows of a delete into a statement.
    interface Binding {
        void into(PreparedStatement statement) throws SQLException;
    }

    /// Rows of this table follow rows of another one by this foreign key.
    private record Child(Table table, ForeignKey key) {}

    private record Questions(String lock, Map<Child, String> refer) {}

    LeftBehind(Catalogue catalogue) {
        this.catalogue = catalogue;
        for (Table table : catalogue.tables().values()) {
            for (ForeignKey key : table.foreignKeys()) {
                if (key.onDelete() != ForeignKey.Action.REFUSE && !key.byRow()) {
                    children.computeIfAbsent(key.parent(), _ -> new ArrayList<>())
                            .add(new Child(table, key));
                }
            }
        }
    }

    /// A production transaction begins.
    void begin() {
        deletedFrom.clear();
    }

    /// Rows of a table are deleted: to the end of the production transaction nobody can declare another foreign key to it.
    void deleted(TableId table) {
        deletedFrom.add(table);
    }

    /// Rows of a table are deleted with what refers to them, and what refers to that.
    void deletedWithChildren(TableId table) {
        Set<TableId> reached = new HashSet<>();
        Queue<TableId> next = new ArrayDeque<>(List.of(table));
        while (!next.isEmpty()) {
            TableId parent = next.remove();
            if (reached.add(parent)) {
                children(parent).forEach(child -> next.add(child.table.id()));
            }
        }
        deletedFrom.addAll(reached);
    }

    /// To be asked after the last write of a production transaction.
    ///
    /// @throws SQLException as of a concurrent transaction, if production has other actions than were asked about; a new
    ///     session knows them
    void proveAsKnown(Connection connection) throws SQLException {
        if (!deletedFrom.isEmpty()) {
            proveAsKnown(connection, deletedFrom);
        }
    }

    private void proveAsKnown(Connection connection, Set<TableId> parents) throws SQLException {
        Map<TableId, Set<ForeignKey>> known =
                parents.stream()
                        .flatMap(parent -> children(parent).stream())
                        .collect(
                                Collectors.groupingBy(
                                        child -> child.table.id(),
                                        Collectors.mapping(Child::key, Collectors.toSet())));
        if (!CatalogueReader.actingOn(connection, parents).equals(known)) {
            throw new SQLException(
                    "foreign keys that refer to %s have other ON DELETE actions than before"
                            .formatted(
                                    parents.stream()
                                            .map(TableId::toString)
                                            .sorted()
                                            .collect(Collectors.joining(", "))),
                    "40001");
        }
    }

    boolean possible(Shape shape) {
        return children.containsKey(shape.table());
    }

    private List<Child> children(TableId parent) {
        return children.getOrDefault(parent, List.of());
    }

    /// The rows that are left behind, by their row keys; of a table without one, as they are. Locks those they refer to first, as
    /// [#of] does.
    List<ChangeEvent.Delete> children(Connection connection, Shape shape, Binding rows, int most)
            throws SQLException {
        var text = new PostgresStatements(catalogue, Map.of(), shape);
        List<ChangeEvent.Delete> found = new ArrayList<>();
        if (possible(shape)) {
            lock(connection, shape, rows);
        }
        for (Child child : children(shape.table())) {
            List<Column> key =
                    child.table.primaryKey().map(UniqueKey::columns).orElse(List.of()).stream()
                            .flatMap(name -> child.table.column(name).stream())
                            .toList();
            List<Column> shown = key.isEmpty() ? child.table.columns() : key;
            String columns =
                    shown.stream()
                            .map(it ->
                                    PostgresStatements.text(
                                            "c." + Names.quote(it.name()), it.type()))
                            .collect(Collectors.joining(", "));
            String sql = text(text, child, columns) + " LIMIT " + most;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                rows.into(statement);
                RowReading.read(statement, shown.stream().map(Column::name).toList())
                        .forEach(row -> found.add(new ChangeEvent.Delete(child.table.id(), row)));
            }
        }
        return found;
    }

    /// Locks the rows first: from then on nobody gives them children.
    Optional<Refusal.Cause.Rejected> of(Connection connection, Shape shape, Binding rows)
            throws SQLException {
        lock(connection, shape, rows);
        for (Map.Entry<Child, String> child : asked(shape).refer.entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(child.getValue())) {
                rows.into(statement);
                try (ResultSet found = statement.executeQuery()) {
                    if (found.next()) {
                        proveAsKnown(connection, Set.of(shape.table()));
                        return Optional.of(refusal(child.getKey()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private void lock(Connection connection, Shape shape, Binding rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(asked(shape).lock)) {
            rows.into(statement);
            statement.execute();
        }
    }

    private Questions asked(Shape shape) {
        return questions.computeIfAbsent(shape, this::questions);
    }

    private static Refusal.Cause.Rejected refusal(Child child) {
        return new Refusal.Cause.Rejected(
                FailureKind.FOREIGN_KEY,
                "SQLSTATE 23503",
                Optional.of(child.key.name()),
                Optional.empty(),
                "rows of %s that staging does not have would go or change with it"
                        .formatted(child.table.id()));
    }

    private Questions questions(Shape shape) {
        var text = new PostgresStatements(catalogue, Map.of(), shape);
        Map<Child, String> refer =
                children(shape.table()).stream()
                        .collect(
                                Collectors.toMap(
                                        child -> child,
                                        child -> text(text, child, "1") + " LIMIT 1"));
        return new Questions(text.found() + " FOR UPDATE OF p", refer);
    }

    /// The rows of the child that refer to rows of the delete and are not among them.
    ///
    /// @param columns of the child to read
    private static String text(PostgresStatements delete, Child child, String columns) {
        String own =
                child.key.parent().equals(child.table.id())
                        ? " AND NOT EXISTS (SELECT FROM going g WHERE (g.\"stageline table\", g.\"stageline row\") = (c.tableoid, c.ctid))"
                        : "";
        return """
        WITH going AS MATERIALIZED (%s)
        SELECT %s FROM %s AS c, going AS p WHERE %s%s\
        """
                .formatted(
                        delete.found(),
                        columns,
                        Names.quote(child.table.id()),
                        IntStream.range(0, child.key.columns().size())
                                .mapToObj(i -> refers(child, i))
                                .collect(Collectors.joining(" AND ")),
                        own);
    }

    private static String refers(Child child, int place) {
        String column = child.key.columns().get(place);
        String equality =
                child.table
                        .column(column)
                        .map(Column::type)
                        .flatMap(ColumnType::equality)
                        .orElse("=");
        return "c.%s %s p.%s"
                .formatted(
                        Names.quote(column),
                        equality,
                        Names.quote(child.key.parentColumns().get(place)));
    }
}
