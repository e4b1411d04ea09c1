package io.stageline.publisher.hold;

import io.stageline.changelog.Sequence;
import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The statements of holds. Those that take or find many things at once differ, the others are the same for both. All but
/// [#meetings] begin with pipeline and lane; what they take many of is a parameter that [ManyRows] binds.
sealed interface HeldSql permits PostgresHeldSql, MySqlHeldSql {
    static HeldSql of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(new PostgresHeldSql(), new MySqlHeldSql());
    }

    String COUNT =
            "SELECT count(*) FROM stageline.held_transaction WHERE pipeline = ? AND lane = ?";

    /// Source transactions are held in their order.
    String SINCE =
            """
            SELECT held_at FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? ORDER BY sequence LIMIT 1
            """;

    /// The next ones that wait for another, and whether that one is gone.
    String FOLLOWERS =
            """
            SELECT h.sequence, h.changes, h.depends_on,
                NOT EXISTS (SELECT 1 FROM stageline.held_transaction d
                    WHERE d.pipeline = h.pipeline AND d.lane = h.lane AND d.sequence = h.depends_on)
            FROM stageline.held_transaction h
            WHERE h.pipeline = ? AND h.lane = ? AND h.sequence > ? AND h.cause = 'dependency'
            ORDER BY h.sequence LIMIT ?
            """;

    String FIND =
            """
            SELECT transaction_id, committed_at, position, capture_epoch, topic_offset, changes, conflict_id
            FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? AND sequence = ?
            """;

    String COUNT_WAITING_FOR =
            "SELECT count(*) FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? AND depends_on = ?";

    String CHANGES =
            """
            SELECT h.ordinal, h.table_schema, h.table_name, h.operation, h.before, h.after
            FROM stageline.held_change h WHERE h.pipeline = ? AND h.lane = ? AND h.sequence = ? AND h.ordinal > ?
            ORDER BY h.ordinal LIMIT ?
            """;

    /// What tells the server's planner how much is held, where it has to be told.
    Optional<String> analyze();

    /// How many rows a session fetches at once where not all are to be kept in memory.
    int fetchRows();

    /// Many of: sequence, ordinal, table_schema, table_name, operation, before, after.
    String keepChanges();

    /// Many of: token, writes, sequence. Those that are there stay.
    String keepFootprint();

    /// Many of: sequence, transaction_id, committed_at, position, capture_epoch, topic_offset, changes, cause, depends_on, conflict_id,
    /// sentence.
    String keepTransactions();

    /// Which source transactions of a batch meet the held set, and the earliest one each meets: many of token, writes, place; then
    /// pipeline and lane twice. However many are held, a token costs two looks into an index.
    String meetings();

    /// The earliest one before it that a held one meets.
    String standsBefore();

    /// Which of some held ones meet an earlier held one that is not among them, and the earliest one each meets. The caller closes it.
    PreparedStatement standBefore(Connection connection, HeldLane lane, List<Sequence> among)
            throws SQLException;

    /// Many sequences.
    String changesOfMany();

    /// Each takes many sequences.
    List<String> remove();

    /// Then cause, depends_on, conflict_id, sentence: pipeline, lane and sequence are the last.
    String WAIT =
            """
            UPDATE stageline.held_transaction SET cause = ?, depends_on = ?, conflict_id = ?, sentence = ?
            WHERE pipeline = ? AND lane = ? AND sequence = ?
            """;
}
