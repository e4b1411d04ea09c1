package io.stageline.publisher.state;

/// The statements of a [Reign].
final class ReignSql {
    private ReignSql() {}

    static final String CLAIM =
            """
            INSERT INTO stageline.checkpoint AS c
                (pipeline, lane, sequence, capture_epoch, topic_offset, epoch, owner)
            VALUES (?, ?, 0, 0, 0, 1, ?)
            ON CONFLICT (pipeline, lane) DO UPDATE SET epoch = c.epoch + 1, owner = excluded.owner
            RETURNING epoch
            """;

    /// Sessions of the same publisher that are older: a reign that ended cannot commit any more, but it may hold locks.
    static final String END_OLDER_SESSIONS =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = current_setting('application_name') AND datname = current_database()
              AND usename = current_user AND pid <> pg_backend_pid()
            """;

    static final String REIGNING =
            "SELECT epoch, owner FROM stageline.checkpoint WHERE pipeline = ? AND lane = ?";

    /// Waits for a commit whose answer was lost: that one holds the row.
    static final String LOCKED_CHECKPOINT =
            """
            SELECT sequence, position, capture_epoch, topic_offset, epoch, source_committed_at, owner
            FROM stageline.checkpoint WHERE pipeline = ? AND lane = ? FOR UPDATE
            """;

    static final String ADVANCE =
            """
            UPDATE stageline.checkpoint
            SET sequence = ?, position = ?, capture_epoch = ?, topic_offset = ?, source_committed_at = ?,
                applied_at = clock_timestamp()
            WHERE pipeline = ? AND lane = ? AND epoch = ? AND sequence = ?
            """;

    static final String SAY =
            """
            INSERT INTO stageline.lane_state AS s (pipeline, lane, state, reason, since, owner, heartbeat_at)
            SELECT pipeline, lane, ?, ?, clock_timestamp(), owner, clock_timestamp()
            FROM stageline.checkpoint WHERE pipeline = ? AND lane = ? AND epoch = ? FOR SHARE
            ON CONFLICT (pipeline, lane) DO UPDATE
            SET state = excluded.state, reason = excluded.reason, owner = excluded.owner,
                heartbeat_at = excluded.heartbeat_at,
                since = CASE WHEN s.state = excluded.state AND s.reason = excluded.reason
                    THEN s.since ELSE excluded.since END
            """;
}
