package io.stageline.publisher.state;

import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/// The statements of a [Reign].
///
/// @param claim makes the epoch it gives a generated key
/// @param say tells how many rows it wrote: none if the reign is over
/// @param shortWait for a claim: somebody may hold the checkpoint and hang
/// @param usualWait ends that
/// @param hardlyWait for a last word: what failed may still hold the lane's row
record ReignSql(
        String claim,
        String advance,
        String say,
        String shortWait,
        String usualWait,
        String hardlyWait) {
    static final String REIGNING =
            "SELECT epoch, owner FROM stageline.checkpoint WHERE pipeline = ? AND lane = ?";

    /// Waits for a commit whose answer was lost: that one holds the row.
    static final String LOCKED_CHECKPOINT =
            """
            SELECT sequence, position, capture_epoch, topic_offset, epoch, source_committed_at, owner
            FROM stageline.checkpoint WHERE pipeline = ? AND lane = ? FOR UPDATE
            """;

    private static final ReignSql POSTGRES =
            new ReignSql(
                    """
                    INSERT INTO stageline.checkpoint AS c
                        (pipeline, lane, sequence, capture_epoch, topic_offset, epoch, owner)
                    VALUES (?, ?, 0, 0, 0, 1, ?)
                    ON CONFLICT (pipeline, lane) DO UPDATE SET epoch = c.epoch + 1, owner = excluded.owner
                    """,
                    advance("clock_timestamp()"),
                    """
                    INSERT INTO stageline.lane_state AS s (pipeline, lane, state, reason, since, owner, heartbeat_at)
                    SELECT pipeline, lane, ?, ?, clock_timestamp(), owner, clock_timestamp()
                    FROM stageline.checkpoint WHERE pipeline = ? AND lane = ? AND epoch = ? FOR SHARE
                    ON CONFLICT (pipeline, lane) DO UPDATE
                    SET state = excluded.state, reason = excluded.reason, owner = excluded.owner,
                        heartbeat_at = excluded.heartbeat_at,
                        since = CASE WHEN s.state = excluded.state AND s.reason = excluded.reason
                            THEN s.since ELSE excluded.since END
                    """,
                    "SET lock_timeout = '3s'",
                    "RESET lock_timeout",
                    "SET lock_timeout = '1s'; SET statement_timeout = '3s'");

    /// Both tables have one unique key, so the row that is in the way is the one that is meant. What is set first counts for what is set
    /// behind it: `since` is first.
    private static final ReignSql MY_SQL =
            new ReignSql(
                    """
                    INSERT INTO stageline.checkpoint (pipeline, lane, sequence, capture_epoch, topic_offset, epoch, owner)
                    VALUES (?, ?, 0, 0, 0, last_insert_id(1), ?) AS claimed
                    ON DUPLICATE KEY UPDATE epoch = last_insert_id(checkpoint.epoch + 1), owner = claimed.owner
                    """,
                    advance("utc_timestamp(6)"),
                    """
                    INSERT INTO stageline.lane_state (pipeline, lane, state, reason, since, owner, heartbeat_at)
                    SELECT * FROM (
                        SELECT pipeline, lane, ? AS state, ? AS reason, utc_timestamp(6) AS since, owner,
                            utc_timestamp(6) AS heartbeat_at
                        FROM stageline.checkpoint WHERE pipeline = ? AND lane = ? AND epoch = ? FOR SHARE) said
                    ON DUPLICATE KEY UPDATE
                        since = IF(lane_state.state = said.state AND lane_state.reason = said.reason,
                            lane_state.since, said.since),
                        state = said.state, reason = said.reason, owner = said.owner, heartbeat_at = said.heartbeat_at
                    """,
                    "SET SESSION innodb_lock_wait_timeout = 3",
                    "SET SESSION innodb_lock_wait_timeout = DEFAULT",
                    "SET SESSION innodb_lock_wait_timeout = 1, lock_wait_timeout = 1");

    static ReignSql of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(POSTGRES, MY_SQL);
    }

    private static String advance(String now) {
        return """
        UPDATE stageline.checkpoint
        SET sequence = ?, position = ?, capture_epoch = ?, topic_offset = ?, source_committed_at = ?,
            applied_at = %s
        WHERE pipeline = ? AND lane = ? AND epoch = ? AND sequence = ?
        """
                .formatted(now);
    }
}
