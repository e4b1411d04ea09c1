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
import io.stageline.testing.MySqlDatabase;
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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A production database in which changes are refused as the publisher's are: inside a transaction, back at a savepoint. JUnit closes it after the
/// tests it was the argument of.
final class Production implements AutoCloseable {
    private final Kind kind;
    private final DatabaseConfig config;
    private final String schema;
    private final Consumer<String> execute;
    private final Runnable drop;

    /// Which database.
    enum Kind {
        POSTGRES,
        MYSQL
    }

    private Production(
            Kind kind,
            DatabaseConfig config,
            String schema,
            Consumer<String> execute,
            Runnable drop) {
        this.kind = kind;
        this.config = config;
        this.schema = schema;
        this.execute = execute;
        this.drop = drop;
    }

    static Production of(Kind kind) {
        return switch (kind) {
            case POSTGRES -> {
                TestDatabase it = Servers.postgres(Role.PRODUCTION).createDatabase();
                var config = new DatabaseConfig(it.url(), it.user(), new Secret(it.password()));
                yield new Production(kind, config, "public", it::execute, it::close);
            }
            case MYSQL -> {
                MySqlDatabase it = Servers.mysql(Role.PRODUCTION).createDatabase();
                var config =
                        new DatabaseConfig(
                                it.url() + "?allowPublicKeyRetrieval=true",
                                it.user(),
                                new Secret(it.password()));
                yield new Production(kind, config, it.name(), it::execute, it::close);
            }
        };
    }

    /// One of each kind, one after the other.
    static Stream<Production> ofEachKind() {
        return Stream.of(Kind.values()).map(Production::of);
    }

    void execute(String sql) {
        execute.accept(sql);
    }

    /// Drops every table and runs these statements.
    void begin(String sql) {
        execute(
                of(
                                        "DROP SCHEMA public CASCADE; CREATE SCHEMA public;",
                                        "DROP DATABASE %1$s; CREATE DATABASE %1$s; USE %1$s;")
                                .formatted(schema)
                        + sql);
    }

    /// Of two forms that of this kind.
    <T> T of(T postgres, T mySql) {
        return switch (kind) {
            case POSTGRES -> postgres;
            case MYSQL -> mySql;
        };
    }

    String primaryKey(String table) {
        return of(table + "_pkey", "PRIMARY");
    }

    TableId table(String name) {
        return new TableId(schema, name);
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

    Connection open() throws SQLException {
        return new Database("stageline-test", config).open();
    }

    private Cause cause(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(of("SET LOCAL search_path = public;", "") + sql);
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
        } catch (SQLException e) { // MySQL names constraint and column in its message only
            return Cause.Rejected.by(
                    e, Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
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
        drop.run();
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
