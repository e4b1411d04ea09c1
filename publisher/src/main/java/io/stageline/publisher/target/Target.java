package io.stageline.publisher.target;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.Names;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Production as writes see it: executes them inside the caller's transaction and proves by row counts that nothing stood in
/// the way. Belongs to one connection and its thread.
public final class Target {
    /// Generic plans look each row up by its key, however many rows a statement brings; a commit that production lost
    /// in a crash after staging's slot moved on could not be repeated. Who set a bound for waiting on locks is obeyed.
    private static final String SESSION =
            """
            SET plan_cache_mode = force_generic_plan;
            SELECT set_config('lock_timeout', '30s', false) WHERE current_setting('lock_timeout') = '0';
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') = 'off'
            """;

    private static final String ODD_DELIMITERS =
            """
            SELECT n.nspname, t.typname, t.typdelim
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typdelim <> ','
            """;

    private static final Set<String> KEYS_NAMED = Set.of("23505", "23503", "23P01");

    /// Classes of errors that say nothing about the data: transaction state, resources, limits, operator, system, internal.
    private static final Set<String> SERVER_CLASSES =
            Set.of(
                    "0B", "25", "2D", "34", "3B", "40", "53", "54", "55", "57", "58", "F0", "HV",
                    "XX");

    private final Connection connection;
    private final Catalogue catalogue;
    private final Packer packer;
    private final boolean deferrable;
    private final List<String> atOnce = new ArrayList<>();
    private final LeftBehind leftBehind;

    private Target(Connection connection, Catalogue catalogue, Map<String, Character> delimiters) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.packer = new Packer(catalogue, delimiters);
        this.leftBehind = new LeftBehind(catalogue);
        this.deferrable = catalogue.tables().values().stream().anyMatch(Target::hasDeferrable);
    }

    /// @param connection of production, not inside a transaction
    /// @param catalogue what production is like now; after a change of it, make a new target
    public static Target on(Connection connection, Catalogue catalogue) throws SQLException {
        Map<String, Character> delimiters = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            try (ResultSet row = statement.executeQuery(ODD_DELIMITERS)) {
                while (row.next()) {
                    delimiters.put(
                            row.getString(1) + "." + row.getString(2), row.getString(3).charAt(0));
                }
            }
        }
        return new Target(connection, catalogue, delimiters);
    }

    private static boolean hasDeferrable(Table table) {
        return table.uniqueKeys().stream().anyMatch(UniqueKey::deferrable)
                || table.foreignKeys().stream().anyMatch(ForeignKey::deferrable);
    }

    /// Makes writes ready for this target, on any thread.
    public Packer packer() {
        return packer;
    }

    /// To be called first in a production transaction: staging may have been inconsistent between two events.
    public void deferConstraints() throws SQLException {
        atOnce.clear();
        if (deferrable) {
            execute("SET CONSTRAINTS ALL DEFERRED");
        }
    }

    /// To be called after [#deferConstraints]: the deferrable constraints of this name are checked at each statement after all.
    public void checkAtOnce(String constraint) throws SQLException {
        for (Table table : catalogue.tables().values()) {
            boolean here =
                    table.uniqueKeys().stream()
                                    .anyMatch(key ->
                                            key.deferrable() && key.name().equals(constraint))
                            || table.foreignKeys().stream()
                                    .anyMatch(key ->
                                            key.deferrable() && key.name().equals(constraint));
            if (here) {
                atOnce.add(Names.quote(table.id().schema()) + "." + Names.quote(constraint));
            }
        }
        checkChosenAtOnce();
    }

    private void checkChosenAtOnce() throws SQLException {
        if (!atOnce.isEmpty()) {
            execute("SET CONSTRAINTS " + String.join(", ", atOnce) + " IMMEDIATE");
        }
    }

    /// To be called before the checkpoint moves: what a deferred constraint refuses is a refusal, not a failed commit.
    public Outcome checkConstraints() throws SQLException {
        if (!deferrable) {
            return new Outcome.Written(0);
        }
        try {
            execute("SET CONSTRAINTS ALL IMMEDIATE");
            return new Outcome.Written(0);
        } catch (SQLException e) {
            return refused(e);
        }
    }

    /// As [#write(Parcel)], of what was not made ready before.
    public Outcome write(Write write) throws SQLException {
        return write(packer.pack(write));
    }

    /// Writes; after anything but [Outcome.Written] the caller goes back to before it.
    ///
    /// @throws SQLException if the surroundings failed: nothing is said about the data
    public Outcome write(Parcel parcel) throws SQLException {
        try {
            return switch (parcel.write()) {
                case Write.Rows rows -> {
                    Optional<Refusal.Cause.Rejected> left = leftBehind(rows, parcel.arrays());
                    yield left.isPresent()
                            ? new Outcome.Rejected(left.get())
                            : write(rows, parcel.arrays());
                }
                case Write.Truncate truncate -> truncate(truncate);
            };
        } catch (SQLException e) {
            return refused(e);
        }
    }

    /// As [#write(Write)], but what production deletes or changes by itself with it may go.
    public Outcome writeWithChildren(Write.Rows write) throws SQLException {
        try {
            return write(write, packer.pack(write).arrays());
        } catch (SQLException e) {
            return refused(e);
        }
    }

    private Optional<Refusal.Cause.Rejected> leftBehind(Write.Rows write, List<Object> arrays)
            throws SQLException {
        Shape shape = write.shape();
        return shape.operation() == Operation.DELETE && leftBehind.possible(shape)
                ? leftBehind.of(connection, shape, statement -> bind(statement, arrays))
                : Optional.empty();
    }

    /// The rows that production would delete or change by itself with a delete, by their row keys; of a table without one, as
    /// they are.
    public List<ChangeEvent.Delete> children(Write.Rows delete, int most) throws SQLException {
        List<Object> arrays = packer.pack(delete).arrays();
        return leftBehind.children(
                connection, delete.shape(), statement -> bind(statement, arrays), most);
    }

    /// Whether production has the row of a write of one row, by its row key alone.
    public boolean hasRow(Write.Rows write) throws SQLException {
        if (write.shape().key().isEmpty()) {
            return false;
        }
        Packer.Prepared prepared = packer.prepared(write.shape());
        try (PreparedStatement statement = connection.prepareStatement(prepared.countByKey())) {
            bind(statement, packer.arrays(write, prepared.types()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getLong(1) > 0;
            }
        }
    }

    /// Reads columns of the rows that have these row keys, inside or outside a production transaction; as text, key columns
    /// first. Rows that are not there are left out.
    ///
    /// @param keys of a delete by row key alone: its values are the keys
    public List<RowImage> read(Write.Rows keys, List<String> columns) throws SQLException {
        var text = new StatementText(catalogue, keys.shape());
        List<String> names = new ArrayList<>(keys.shape().key());
        names.addAll(columns);
        try (PreparedStatement statement = connection.prepareStatement(text.read(columns))) {
            bind(statement, packer.arrays(keys, text.types()));
            return RowReading.read(statement, names);
        }
    }

    private Outcome write(Write.Rows write, List<Object> arrays) throws SQLException {
        Packer.Prepared prepared = packer.prepared(write.shape());
        try (PreparedStatement statement = connection.prepareStatement(prepared.sql())) {
            bind(statement, arrays);
            long affected = statement.executeLargeUpdate();
            long expected = write.rows().size();
            return affected == expected
                    ? new Outcome.Written(affected)
                    : new Outcome.Missed(expected, affected);
        }
    }

    /// Checks that wait are made first: PostgreSQL empties no table that a deferred check is still to look at.
    private Outcome truncate(Write.Truncate truncate) throws SQLException {
        String waiting =
                catalogue.tables().values().stream()
                        .flatMap(table -> waitingChecks(table, truncate.tables()))
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (!waiting.isEmpty()) {
            execute("SET CONSTRAINTS " + waiting + " IMMEDIATE");
            execute("SET CONSTRAINTS " + waiting + " DEFERRED");
            checkChosenAtOnce();
        }
        execute(
                "TRUNCATE "
                        + truncate.tables().stream()
                                .map(Names::quote)
                                .collect(Collectors.joining(", ")));
        return new Outcome.Written(0);
    }

    /// The deferrable constraints that look at one of the tables.
    private static Stream<String> waitingChecks(Table table, List<TableId> tables) {
        boolean own = tables.contains(table.id());
        return Stream.concat(
                        table.uniqueKeys().stream()
                                .filter(key -> key.deferrable() && own)
                                .map(UniqueKey::name),
                        table.foreignKeys().stream()
                                .filter(key ->
                                        key.deferrable() && (own || tables.contains(key.parent())))
                                .map(ForeignKey::name))
                .map(name -> Names.quote(table.id().schema()) + "." + Names.quote(name));
    }

    private static void bind(PreparedStatement statement, List<Object> arrays) throws SQLException {
        for (int i = 0; i < arrays.size(); i++) {
            statement.setObject(i + 1, arrays.get(i), Types.OTHER); // the server infers the type
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Outcome refused(SQLException e) throws SQLException {
        return switch (FailureKind.kindOf(e)) {
            case UNIQUE, FOREIGN_KEY, RESTRICT, INTEGRITY, VALUE, SCHEMA ->
                    new Outcome.Rejected(cause(e));
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
                if (isOfTheServer(e)) {
                    throw e;
                }
                yield new Outcome.Rejected(cause(e)); // a trigger's own SQLState, most likely
            }
        };
    }

    /// @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL's error classes</a>
    private static boolean isOfTheServer(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.length() != 5 || SERVER_CLASSES.contains(state.substring(0, 2));
    }

    private static Refusal.Cause.Rejected cause(SQLException e) {
        @Nullable ServerErrorMessage message =
                e instanceof PSQLException refusal ? refusal.getServerErrorMessage() : null;
        return Refusal.Cause.Rejected.by(
                e,
                Optional.ofNullable(message).map(ServerErrorMessage::getConstraint),
                Optional.ofNullable(message).map(ServerErrorMessage::getColumn),
                Optional.ofNullable(message)
                        .map(Target::told)
                        .orElse(String.valueOf(e.getMessage())));
    }

    /// With the key that a unique or foreign key names; what other refusals add may hold whole rows.
    private static String told(ServerErrorMessage message) {
        @Nullable String detail = message.getDetail();
        return detail != null && KEYS_NAMED.contains(String.valueOf(message.getSQLState()))
                ? message.getMessage() + ": " + detail
                : String.valueOf(message.getMessage());
    }
}
