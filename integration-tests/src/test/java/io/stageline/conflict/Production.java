package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.configuration.Secret;
import io.stageline.conflict.Refusal.Cause;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A production database in which changes are refused as the publisher's are: inside a transaction, back at a savepoint.
final class Production implements AutoCloseable {
    private final TestDatabase database = Servers.postgres(Role.PRODUCTION).createDatabase();

    void execute(String sql) {
        database.execute(sql);
    }

    /// What the checker says of a change that this statement, run by the publisher, could not do.
    Verdict explain(ChangeEvent change, String statement) throws SQLException {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            var checker = new ConflictChecker(CatalogueReader.read(connection, _ -> true));
            Savepoint before = connection.setSavepoint();
            Cause cause = cause(connection, statement);
            connection.rollback(before);
            Verdict verdict = checker.explain(connection, refusal(change, cause));
            try (Statement still = connection.createStatement()) {
                still.execute("SELECT 1"); // the transaction must go on
            }
            connection.rollback();
            return verdict;
        }
    }

    Verdict explain(ChangeEvent change, Cause cause) throws SQLException {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            var checker = new ConflictChecker(CatalogueReader.read(connection, _ -> true));
            return checker.explain(connection, refusal(change, cause));
        }
    }

    /// Like [#explain], where a conflict is expected.
    Conflict conflict(ChangeEvent change, String statement) throws SQLException {
        return conflict(explain(change, statement));
    }

    Conflict conflict(ChangeEvent change, Cause cause) throws SQLException {
        return conflict(explain(change, cause));
    }

    private static Conflict conflict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Conflicting conflicting -> conflicting.conflict();
            case Verdict.AlreadyApplied _ -> throw new AssertionError("Taken for applied");
        };
    }

    static TableId table(String name) {
        return new TableId("public", name);
    }

    /// A row image of names and values in turn.
    static RowImage row(@Nullable String... namesAndValues) {
        List<String> names = new ArrayList<>();
        @Nullable String[] values = new @Nullable String[namesAndValues.length / 2];
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add(String.valueOf(namesAndValues[i]));
            values[i / 2] = namesAndValues[i + 1];
        }
        return RowImage.owning(Columns.of(names), values);
    }

    /// A row of production, of names and values in turn.
    static Map<String, @Nullable String> values(@Nullable String... namesAndValues) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return values;
    }

    private Connection open() throws SQLException {
        var config =
                new DatabaseConfig(
                        database.url(), database.user(), new Secret(database.password()));
        return new Database("stageline-test", config).open();
    }

    private static Cause cause(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (PSQLException e) {
            ServerErrorMessage message = e.getServerErrorMessage();
            if (message == null) {
                throw e;
            }
            return Cause.Rejected.by(
                    e,
                    Optional.ofNullable(message.getConstraint()),
                    Optional.ofNullable(message.getColumn()),
                    String.valueOf(message.getMessage()));
        }
        throw new AssertionError("Production took it: " + sql);
    }

    private static Refusal refusal(ChangeEvent change, Cause cause) {
        var header =
                new TransactionHeader(
                        new Sequence(1042),
                        new Epoch(3),
                        new TransactionId("771"),
                        Instant.parse("2026-11-22T03:00:00Z"));
        return new Refusal(new Conflict.Place(header, 2, OptionalLong.of(90_210)), change, cause);
    }

    @Override
    public void close() {
        database.close();
    }
}
