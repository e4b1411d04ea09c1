package io.stageline.publisher.target;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.Names;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// How PostgreSQL is written to: arrays of values, one statement however many rows there are.
final class PostgresTarget implements TargetDialect {
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
    private final DeferredChecks deferred;
    private final Packer packer;

    private PostgresTarget(Connection connection, DeferredChecks deferred, Packer packer) {
        this.connection = connection;
        this.deferred = deferred;
        this.packer = packer;
    }

    static PostgresTarget on(Connection connection, Catalogue catalogue, DeferredChecks deferred)
            throws SQLException {
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
        return new PostgresTarget(connection, deferred, Packer.postgres(catalogue, delimiters));
    }

    @Override
    public Packer packer() {
        return packer;
    }

    @Override
    public void bind(PreparedStatement statement, List<@Nullable String> values)
            throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i), Types.OTHER); // the server infers the type
        }
    }

    @Override
    public Outcome truncate(List<TableId> tables) throws SQLException {
        deferred.makeNowOf(tables);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "TRUNCATE "
                            + tables.stream().map(Names::quote).collect(Collectors.joining(", ")));
        }
        return new Outcome.Written(0);
    }

    /// A trigger has its own SQLState, most likely.
    ///
    /// @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL's error classes</a>
    @Override
    public boolean isOfTheServer(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.length() != 5 || SERVER_CLASSES.contains(state.substring(0, 2));
    }

    @Override
    public Refusal.Cause.Rejected cause(SQLException e) {
        @Nullable ServerErrorMessage message =
                e instanceof PSQLException refusal ? refusal.getServerErrorMessage() : null;
        return Refusal.Cause.Rejected.by(
                e,
                Optional.ofNullable(message).map(ServerErrorMessage::getConstraint),
                Optional.ofNullable(message).map(ServerErrorMessage::getColumn),
                Optional.ofNullable(message)
                        .map(PostgresTarget::told)
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
