package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what is held in production, for whoever wants to know; changes nothing. Where no publisher that holds ever ran,
/// nothing is held.
public final class HeldState {
    private static final int CHANGES_SHOWN = 20;
    private static final int DEPENDENTS_SHOWN = 100;

    private HeldState() {}

    /// What is held, in order.
    public static List<HeldTransaction> list(
            Connection connection, String pipeline, int lane, HeldFilter filter)
            throws SQLException {
        List<HeldTransaction> held = new ArrayList<>();
        if (!exists(connection)) {
            return held;
        }
        try (PreparedStatement statement =
                HeldSql.of(connection).list(connection, pipeline, lane, filter)) {
            statement.setFetchSize(1_000);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    held.add(transaction(row));
                }
            }
        }
        return held;
    }

    /// How many there are, whatever the filter's bound.
    public static long count(Connection connection, String pipeline, int lane, HeldFilter filter)
            throws SQLException {
        if (!exists(connection)) {
            return 0;
        }
        try (PreparedStatement statement =
                        HeldSql.of(connection)
                                .count(
                                        connection,
                                        pipeline,
                                        lane,
                                        filter.atMost(Integer.MAX_VALUE));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /// One of them with all that helps to decide; empty if it is not held.
    public static Optional<HeldDetail> show(
            Connection connection, String pipeline, int lane, Sequence sequence)
            throws SQLException {
        List<HeldTransaction> found =
                list(connection, pipeline, lane, HeldFilter.ALL.only(List.of(sequence)));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var of = new Held(connection, pipeline, lane, sequence);
        try (PreparedStatement statement = of.prepare(HeldSql.IDENTITY);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(
                    new HeldDetail(
                            found.getFirst(),
                            new TransactionId(row.getString(1)),
                            Optional.ofNullable(row.getString(2)),
                            of.changes(),
                            of.dependents(),
                            of.commands()));
        }
    }

    /// How much is held.
    public static HeldSummary summary(Connection connection, String pipeline, int lane)
            throws SQLException {
        if (!exists(connection)) {
            return HeldSummary.NONE;
        }
        try (PreparedStatement statement = connection.prepareStatement(HeldSql.SUMMARY)) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.setString(3, pipeline);
            statement.setInt(4, lane);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new HeldSummary(
                        row.getLong(1),
                        row.getLong(2),
                        StateRows.instant(row, 3),
                        Optional.ofNullable(row.getString(4)));
            }
        }
    }

    /// Whether a publisher that holds ever ran here.
    static boolean exists(Connection connection) throws SQLException {
        return StagelineSchema.of(connection).has(connection, "held_transaction");
    }

    private static HeldTransaction transaction(ResultSet row) throws SQLException {
        HeldTransaction.Cause cause =
                row.getString(4).equals("conflict")
                        ? new HeldTransaction.Cause.Conflict(
                                Optional.ofNullable(row.getString(6)).orElse("unknown"))
                        : new HeldTransaction.Cause.Dependency(new Sequence(row.getLong(5)));
        return new HeldTransaction(
                new Sequence(row.getLong(1)),
                StateRows.instant(row, 2).orElse(Instant.EPOCH),
                StateRows.instant(row, 3).orElse(Instant.EPOCH),
                cause,
                new HeldTransaction.Row(
                        new TableId(row.getString(7), row.getString(8)),
                        Optional.ofNullable(row.getString(9)).orElse("{}")),
                row.getLong(10),
                row.getLong(11),
                row.getString(12));
    }

    /// What belongs to one held source transaction.
    private record Held(Connection connection, String pipeline, int lane, Sequence sequence) {
        /// The caller closes it.
        PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.setLong(3, sequence.value());
            return statement;
        }

        List<HeldDetail.Change> changes() throws SQLException {
            List<HeldDetail.Change> changes = new ArrayList<>();
            try (PreparedStatement statement = prepare(HeldSql.CHANGES)) {
                statement.setInt(4, CHANGES_SHOWN);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        changes.add(
                                new HeldDetail.Change(
                                        row.getLong(1),
                                        new TableId(row.getString(2), row.getString(3)),
                                        row.getString(4),
                                        Optional.ofNullable(row.getString(5)),
                                        Optional.ofNullable(row.getString(6))));
                    }
                }
            }
            return changes;
        }

        List<Sequence> dependents() throws SQLException {
            List<Sequence> dependents = new ArrayList<>();
            try (PreparedStatement statement = prepare(HeldSql.DEPENDENTS)) {
                statement.setInt(4, DEPENDENTS_SHOWN);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        dependents.add(new Sequence(row.getLong(1)));
                    }
                }
            }
            return dependents;
        }

        List<HeldDetail.Asked> commands() throws SQLException {
            List<HeldDetail.Asked> commands = new ArrayList<>();
            try (PreparedStatement statement = prepare(HeldSql.COMMANDS);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String message = Optional.ofNullable(row.getString(7)).orElse("");
                    Optional<CommandOutcome> outcome =
                            Optional.ofNullable(row.getString(6))
                                    .map(word -> CommandOutcome.of(word, message));
                    commands.add(
                            new HeldDetail.Asked(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    StateRows.instant(row, 5).orElse(Instant.EPOCH),
                                    outcome));
                }
            }
            return commands;
        }
    }
}
