package io.stageline.publisher.target;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
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
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for the parents of inserted rows, set by set, in place of PostgreSQL's triggers (decision 12). What is refused here is
/// written again in smaller sets: about a few rows production itself has the last word. Belongs to one connection and its thread.
final class ParentSearch {
    private static final Logger log = LoggerFactory.getLogger(ParentSearch.class);

    private final Connection connection;
    private final Catalogue catalogue;
    private final ParentKeys keys;
    private final int fewestRows;
    private final Set<TableId> changed = new HashSet<>();
    private final Map<Asked, String> questions = new HashMap<>();

    /// A foreign key of the rows of a shape.
    private record Asked(ForeignKey key, Shape shape) {}

    /// Puts values into a statement.
    interface Binding {
        void into(PreparedStatement statement, List<@Nullable String> values) throws SQLException;
    }

    private ParentSearch(
            Connection connection, Catalogue catalogue, ParentKeys keys, int fewestRows) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.keys = keys;
        this.fewestRows = fewestRows;
    }

    /// @param fewestRows of a statement to look here; absent if production always looks
    static ParentSearch on(Connection connection, Catalogue catalogue, OptionalInt fewestRows)
            throws SQLException {
        if (fewestRows.isEmpty()) {
            return new ParentSearch(connection, catalogue, ParentKeys.NONE, 0);
        }
        ParentKeys keys = ParentKeys.NONE;
        if (ParentKeys.maySuspend(connection)) {
            keys = ParentKeys.read(connection);
        } else {
            log.atWarn()
                    .log(
                            "Production checks all foreign keys: the role lacks SET on session_replication_role, which publisher.foreign-key-check needs; doctor has the grant");
        }
        return new ParentSearch(connection, catalogue, keys, fewestRows.getAsInt());
    }

    /// The foreign keys of a write to be checked here; empty if production is to check it.
    Optional<ParentKeys.OfTable> of(Write.Rows write) {
        Shape shape = write.shape();
        return shape.operation() == Operation.INSERT
                        && write.rows().size() >= fewestRows
                        && !changed.contains(shape.table())
                ? Optional.ofNullable(keys.ofTables().get(shape.table()))
                        .filter(known -> known.allNamedIn(shape.set()))
                : Optional.empty();
    }

    /// Until [#resumeProductionsOwn], or until the caller has gone back to before it.
    void suspendProductionsOwn() throws SQLException {
        role("replica");
    }

    void resumeProductionsOwn() throws SQLException {
        role("DEFAULT");
    }

    private void role(String role) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL session_replication_role TO " + role);
        }
    }

    /// To be asked when the rows are written: they may be parents of each other. Parents that are there can go no more, until
    /// the end of the production transaction.
    ///
    /// @param values of whole rows of the shape, one array each
    /// @return why the rows may not stay
    Optional<Refusal.Cause.Rejected> violated(
            ParentKeys.OfTable asked, Shape shape, List<@Nullable String> values, Binding binding)
            throws SQLException {
        for (ForeignKey key : asked.keys()) {
            String question =
                    questions.computeIfAbsent(new Asked(key, shape), this::countMissingParents);
            List<@Nullable String> referring = new ArrayList<>();
            key.columns().forEach(column -> referring.add(values.get(shape.set().indexOf(column))));
            try (PreparedStatement statement = connection.prepareStatement(question)) {
                binding.into(statement, referring);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (row.getLong(1) != 0) {
                        return Optional.of(missing(key, row.getLong(1)));
                    }
                }
            }
        }
        if (!ParentKeys.read(connection, shape.table()).equals(Optional.of(asked))) {
            changed.add(shape.table());
            return Optional.of(otherThanKnown(shape.table()));
        }
        return Optional.empty();
    }

    private String countMissingParents(Asked asked) {
        return new PostgresStatements(catalogue, Map.of(), asked.shape)
                .countMissingParents(asked.key);
    }

    private static Refusal.Cause.Rejected missing(ForeignKey key, long parents) {
        return new Refusal.Cause.Rejected(
                FailureKind.FOREIGN_KEY,
                "SQLSTATE 23503",
                Optional.of(key.name()),
                Optional.empty(),
                "%d rows of %s that inserted rows refer to are missing"
                        .formatted(parents, key.parent()));
    }

    /// Somebody has made a trigger or a foreign key, or renamed a parent, since production was looked at.
    private static Refusal.Cause.Rejected otherThanKnown(TableId table) {
        return new Refusal.Cause.Rejected(
                FailureKind.SCHEMA,
                "SQLSTATE 55000",
                Optional.empty(),
                Optional.empty(),
                "triggers or foreign keys of %s are other than before".formatted(table));
    }
}
