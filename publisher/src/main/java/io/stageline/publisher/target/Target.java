package io.stageline.publisher.target;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.Dialect;
import io.stageline.database.FailureKind;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Production as writes see it: executes them inside the caller's transaction and proves by row counts that nothing stood in
/// the way. Belongs to one connection and its thread.
public final class Target {
    private final Connection connection;
    private final TargetDialect dialect;
    private final DeferredChecks deferred;
    private final LeftBehind leftBehind;
    private final ParentSearch parents;

    /// Prepares a session for writing.
    private interface Opening {
        TargetDialect on(Connection connection, Catalogue catalogue, DeferredChecks deferred)
                throws SQLException;
    }

    private Target(
            Connection connection,
            TargetDialect dialect,
            DeferredChecks deferred,
            LeftBehind leftBehind,
            ParentSearch parents) {
        this.connection = connection;
        this.dialect = dialect;
        this.deferred = deferred;
        this.leftBehind = leftBehind;
        this.parents = parents;
    }

    /// @param connection of production, not inside a transaction
    /// @param catalogue what production is like now; after a change of it, make a new target
    /// @param parentsFrom so many rows a statement must insert that the publisher looks for their parents; absent if production
    ///     always looks
    public static Target on(Connection connection, Catalogue catalogue, OptionalInt parentsFrom)
            throws SQLException {
        var deferred = new DeferredChecks(connection, catalogue);
        Opening opening =
                Dialect.of(connection)
                        .choose(
                                PostgresTarget::on,
                                (session, known, _) -> MySqlTarget.on(session, known));
        return new Target(
                connection,
                opening.on(connection, catalogue, deferred),
                deferred,
                new LeftBehind(catalogue),
                ParentSearch.on(connection, catalogue, parentsFrom));
    }

    /// Whether our role may turn production's own foreign-key checks off.
    ///
    /// @param connection of PostgreSQL, not inside a transaction
    public static boolean maySuspendForeignKeyChecks(Connection connection) throws SQLException {
        return ParentKeys.maySuspend(connection);
    }

    /// The tables whose inserted rows the publisher can look for parents of; those of all others production goes on checking.
    ///
    /// @param connection of PostgreSQL
    public static Set<TableId> checkedByPublisher(Connection connection) throws SQLException {
        return ParentKeys.read(connection).ofTables().keySet();
    }

    /// Makes writes ready for this target, on any thread.
    public Packer packer() {
        return dialect.packer();
    }

    /// To be called first in a production transaction: staging may have been inconsistent between two events.
    public void deferConstraints() throws SQLException {
        leftBehind.begin();
        deferred.defer();
    }

    /// To be called after [#deferConstraints]: the deferrable constraints of this name are checked at each statement after all.
    public void checkAtOnce(String constraint) throws SQLException {
        deferred.atOnce(constraint);
    }

    /// To be called before the checkpoint moves: what a deferred constraint refuses is a refusal, not a failed commit.
    ///
    /// @throws SQLException too, if production acts on rows that staging never saw by foreign keys that were not known
    public Outcome checkConstraints() throws SQLException {
        try {
            leftBehind.proveAsKnown(connection);
            deferred.makeNow();
            return new Outcome.Written(0);
        } catch (SQLException e) {
            return refused(e);
        }
    }

    /// As [#write(Parcel)], of what was not made ready before.
    public Outcome write(Write write) throws SQLException {
        return write(packer().pack(write));
    }

    /// Writes; after anything but [Outcome.Written] the caller goes back to before it.
    ///
    /// @throws SQLException if the surroundings failed: nothing is said about the data
    public Outcome write(Parcel parcel) throws SQLException {
        try {
            return switch (parcel.write()) {
                case Write.Rows rows -> {
                    Optional<Refusal.Cause.Rejected> left = leftBehind(rows, parcel.bindings());
                    if (left.isPresent()) {
                        yield new Outcome.Rejected(left.get());
                    }
                    Optional<ParentKeys.OfTable> asked = parents.of(rows);
                    yield asked.isPresent()
                            ? writeAndLookForParents(rows, parcel.bindings(), asked.get())
                            : write(rows, parcel.bindings());
                }
                case Write.Truncate truncate -> dialect.truncate(truncate.tables());
            };
        } catch (SQLException e) {
            return refused(e);
        }
    }

    /// As [#write(Write)], but what production deletes or changes by itself with it may go.
    public Outcome writeWithChildren(Write.Rows write) throws SQLException {
        leftBehind.deletedWithChildren(write.shape().table());
        try {
            return write(write, packer().pack(write).bindings());
        } catch (SQLException e) {
            return refused(e);
        }
    }

    /// Production does not look for parents; it is done here.
    private Outcome writeAndLookForParents(
            Write.Rows write, List<List<@Nullable String>> bindings, ParentKeys.OfTable keys)
            throws SQLException {
        parents.suspendProductionsOwn();
        Outcome outcome = write(write, bindings);
        parents.resumeProductionsOwn();
        return parents.violated(keys, write.shape(), bindings.getFirst(), dialect::bind)
                .<Outcome>map(Outcome.Rejected::new)
                .orElse(outcome);
    }

    private Optional<Refusal.Cause.Rejected> leftBehind(
            Write.Rows write, List<List<@Nullable String>> bindings) throws SQLException {
        Shape shape = write.shape();
        return shape.operation() == Operation.DELETE && leftBehind.possible(shape)
                ? leftBehind.of(
                        connection,
                        shape,
                        statement -> dialect.bind(statement, bindings.getFirst()))
                : Optional.empty();
    }

    /// The rows that production would delete or change by itself with a delete though it should not, by their row keys; of a
    /// table without one, as they are.
    public List<ChangeEvent.Delete> children(Write.Rows delete, int most) throws SQLException {
        List<List<@Nullable String>> bindings = packer().pack(delete).bindings();
        return leftBehind.children(
                connection,
                delete.shape(),
                statement -> dialect.bind(statement, bindings.getFirst()),
                most);
    }

    /// Whether production has the row of a write of one row, by its row key alone.
    public boolean hasRow(Write.Rows write) throws SQLException {
        if (write.shape().key().isEmpty()) {
            return false;
        }
        Packer.Prepared prepared = packer().prepared(write.shape());
        long found = 0;
        try (PreparedStatement statement = connection.prepareStatement(prepared.countByKey())) {
            for (List<@Nullable String> values : prepared.statements().bindings(write.rows())) {
                dialect.bind(statement, values);
                try (ResultSet row = statement.executeQuery()) {
                    found += row.next() ? row.getLong(1) : 0;
                }
            }
        }
        return found > 0;
    }

    /// Reads columns of the rows that have these row keys, inside or outside a production transaction; as text, key columns
    /// first. Rows that are not there are left out.
    ///
    /// @param keys of a delete by row key alone: its values are the keys
    public List<RowImage> read(Write.Rows keys, List<String> columns) throws SQLException {
        ShapeStatements statements = packer().prepared(keys.shape()).statements();
        List<String> names = new ArrayList<>(keys.shape().key());
        names.addAll(columns);
        List<RowImage> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(statements.read(columns))) {
            for (List<@Nullable String> values : statements.bindings(keys.rows())) {
                dialect.bind(statement, values);
                rows.addAll(RowReading.read(statement, names));
            }
        }
        return rows;
    }

    private Outcome write(Write.Rows write, List<List<@Nullable String>> bindings)
            throws SQLException {
        Packer.Prepared prepared = packer().prepared(write.shape());
        long affected = 0;
        try (PreparedStatement statement = connection.prepareStatement(prepared.write())) {
            for (List<@Nullable String> values : bindings) {
                dialect.bind(statement, values);
                affected += statement.executeLargeUpdate();
            }
        }
        if (write.shape().operation() == Operation.DELETE) {
            leftBehind.deleted(write.shape().table());
        }
        long expected = write.rows().size();
        return affected == expected
                ? new Outcome.Written(affected)
                : new Outcome.Missed(expected, affected);
    }

    private Outcome refused(SQLException e) throws SQLException {
        return switch (FailureKind.kindOf(e)) {
            case UNIQUE, FOREIGN_KEY, RESTRICT, INTEGRITY, VALUE, SCHEMA ->
                    new Outcome.Rejected(dialect.cause(e));
            case CONNECTION,
                    DEADLOCK,
                    SERIALIZATION,
                    LOCK_TIMEOUT,
                    SHUTDOWN,
                    DISK_FULL,
                    READ_ONLY,
                    STATEMENT_TIMEOUT,
                    PRIVILEGE ->
                    throw e;
            case OTHER -> {
                if (dialect.isOfTheServer(e)) {
                    throw e;
                }
                yield new Outcome.Rejected(dialect.cause(e));
            }
        };
    }
}
