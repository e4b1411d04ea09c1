package io.stageline.publisher.target;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.Dialect;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Empties tables of MySQL inside a transaction. Its TRUNCATE commits what was written before it, so all rows are deleted; AUTO_INCREMENT
/// stays where it is. As TRUNCATE, it takes no row of another table along.
final class MySqlEmptying {
    private final Dialect dialect;
    private final Catalogue catalogue;

    /// Rows of this table refer to rows of another one, or of itself, by this foreign key.
    private record Child(Table table, ForeignKey key) {}

    MySqlEmptying(Dialect dialect, Catalogue catalogue) {
        this.dialect = dialect;
        this.catalogue = catalogue;
    }

    Outcome empty(Connection connection, List<TableId> tables) throws SQLException {
        List<TableId> left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            TableId next =
                    left.stream()
                            .filter(id -> !isReferredTo(id, left))
                            .findFirst()
                            .orElse(left.getFirst());
            left.remove(next);
            Optional<Refusal.Cause.Rejected> refusal = empty(connection, next);
            if (refusal.isPresent()) {
                return new Outcome.Rejected(refusal.get());
            }
        }
        return new Outcome.Written(0);
    }

    private boolean isReferredTo(TableId parent, List<TableId> by) {
        return children(parent).stream()
                .map(child -> child.table.id())
                .anyMatch(id -> !id.equals(parent) && by.contains(id));
    }

    private List<Child> children(TableId parent) {
        List<Child> children = new ArrayList<>();
        for (Table table : catalogue.tables().values()) {
            table.foreignKeys().stream()
                    .filter(key -> key.parent().equals(parent))
                    .forEach(key -> children.add(new Child(table, key)));
        }
        return children;
    }

    private Optional<Refusal.Cause.Rejected> empty(Connection connection, TableId id)
            throws SQLException {
        List<Child> acting =
                children(id).stream()
                        .filter(child -> !child.table.id().equals(id))
                        .filter(child -> child.key.onDelete() != ForeignKey.Action.REFUSE)
                        .toList();
        if (!acting.isEmpty()) {
            // from then on nobody gives them children
            asks(connection, "SELECT count(*) FROM %s FOR UPDATE".formatted(dialect.quote(id)));
        }
        for (Child child : acting) {
            if (asks(
                    connection,
                    "SELECT 1 FROM %s WHERE %s LIMIT 1".formatted(name(child), set(child)))) {
                return Optional.of(refusal(child));
            }
        }
        for (Child own : children(id)) {
            if (own.table.id().equals(id) && nullable(own).isPresent()) {
                execute(
                        connection,
                        "UPDATE %s SET %2$s = NULL WHERE %2$s IS NOT NULL"
                                .formatted(name(own), dialect.quote(nullable(own).get())));
            }
        }
        execute(connection, "DELETE FROM " + dialect.quote(id));
        return Optional.empty();
    }

    private static Optional<String> nullable(Child child) {
        return child.key.columns().stream()
                .filter(name -> child.table.column(name).map(Column::nullable).orElse(false))
                .findFirst();
    }

    private String name(Child child) {
        return dialect.quote(child.table.id());
    }

    /// The condition that a row refers to one.
    private String set(Child child) {
        return child.key.columns().stream()
                .map(name -> dialect.quote(name) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    private static Refusal.Cause.Rejected refusal(Child child) {
        return new Refusal.Cause.Rejected(
                FailureKind.FOREIGN_KEY,
                "MySQL error 1701",
                Optional.of(child.key.name()),
                Optional.empty(),
                "rows of %s refer to the table that is to be emptied".formatted(child.table.id()));
    }

    private static boolean asks(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
