package io.stageline.publisher.hold;

/// The statements of holds.
final class HeldSql {
    private HeldSql() {}

    /// Without statistics of what is held, every index looks as good as any other, and a search for each token reads all
    /// that is held (seen with 36,000 tokens: minutes for one statement). The server looks by itself only once a minute.
    static final String ANALYZE =
            "ANALYZE stageline.held_footprint, stageline.held_change, stageline.held_transaction";

    static final String COUNT =
            "SELECT count(*) FROM stageline.held_transaction WHERE pipeline = ? AND lane = ?";

    /// Source transactions are held in their order.
    static final String SINCE =
            """
            SELECT held_at FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? ORDER BY sequence LIMIT 1
            """;

    static final String KEEP_CHANGES =
            """
            INSERT INTO stageline.held_change
                (pipeline, lane, sequence, ordinal, table_schema, table_name, operation, before, after)
            SELECT ?, ?, u.sequence, u.ordinal, u.table_schema, u.table_name, u.operation, u.before::json, u.after::json
            FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS u(sequence, ordinal, table_schema, table_name, operation, before, after)
            """;

    static final String KEEP_FOOTPRINT =
            """
            INSERT INTO stageline.held_footprint (pipeline, lane, token, writes, sequence)
            SELECT ?, ?, u.token, u.writes, u.sequence
            FROM unnest(?::bigint[], ?::boolean[], ?::bigint[]) AS u(token, writes, sequence)
            ORDER BY u.token
            ON CONFLICT DO NOTHING
            """;

    static final String KEEP_TRANSACTIONS =
            """
            INSERT INTO stageline.held_transaction (pipeline, lane, sequence, transaction_id, committed_at, position,
                capture_epoch, topic_offset, changes, cause, depends_on, conflict_id, sentence, held_at)
            SELECT ?, ?, u.sequence, u.transaction_id, u.committed_at::timestamptz, u.position, u.capture_epoch,
                u.topic_offset, u.changes, u.cause, u.depends_on, u.conflict_id, u.sentence, clock_timestamp()
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
                    ?::bigint[], ?::bigint[], ?::text[])
                AS u(sequence, transaction_id, committed_at, position, capture_epoch, topic_offset, changes, cause,
                    depends_on, conflict_id, sentence)
            """;

    /// Which source transactions of a batch meet the held set, and the earliest one each meets. However many are held, a
    /// token costs two looks into an index: said as a range, no planner takes the index of sequences for the order and reads
    /// all of it for each token (seen with 8,000 tokens held: minutes for one batch).
    static final String MEETINGS =
            """
            SELECT b.place, min(m.sequence)
            FROM unnest(?::bigint[], ?::boolean[], ?::int[]) AS b(token, writes, place)
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = ? AND h.lane = ? AND h.token BETWEEN b.token AND b.token AND h.writes
                 ORDER BY h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = ? AND h.lane = ? AND h.token BETWEEN b.token AND b.token AND b.writes
                 ORDER BY h.token, h.sequence LIMIT 1)) m
            GROUP BY b.place
            """;

    /// The earliest one before it that a held one meets.
    static final String STANDS_BEFORE =
            """
            SELECT min(m.sequence)
            FROM stageline.held_footprint b
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND h.writes
                   AND h.sequence < b.sequence
                 ORDER BY h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND b.writes
                   AND h.sequence < b.sequence
                 ORDER BY h.token, h.sequence LIMIT 1)) m
            WHERE b.pipeline = ? AND b.lane = ? AND b.sequence = ?
            """;

    /// The next ones that wait for another, and whether that one is gone.
    static final String FOLLOWERS =
            """
            SELECT h.sequence, h.changes, h.depends_on,
                NOT EXISTS (SELECT FROM stageline.held_transaction d
                    WHERE d.pipeline = h.pipeline AND d.lane = h.lane AND d.sequence = h.depends_on)
            FROM stageline.held_transaction h
            WHERE h.pipeline = ? AND h.lane = ? AND h.sequence > ? AND h.cause = 'dependency'
            ORDER BY h.sequence LIMIT ?
            """;

    /// Which of some held ones meet an earlier held one that is not among them, and the earliest one each meets.
    static final String STAND_BEFORE =
            """
            SELECT b.sequence, min(m.sequence)
            FROM stageline.held_footprint b
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND h.writes
                   AND h.sequence < b.sequence AND h.sequence NOT IN (SELECT unnest(?::bigint[]))
                 ORDER BY h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND b.writes
                   AND h.sequence < b.sequence AND h.sequence NOT IN (SELECT unnest(?::bigint[]))
                 ORDER BY h.token, h.sequence LIMIT 1)) m
            WHERE b.pipeline = ? AND b.lane = ? AND b.sequence = ANY (?)
            GROUP BY b.sequence ORDER BY b.sequence
            """;

    static final String CHANGES_OF_MANY =
            """
            SELECT ordinal, table_schema, table_name, operation, before::text, after::text, sequence
            FROM stageline.held_change WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)
            ORDER BY sequence, ordinal
            """;

    static final String FIND =
            """
            SELECT transaction_id, committed_at, position, capture_epoch, topic_offset, changes, conflict_id
            FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? AND sequence = ?
            """;

    static final String COUNT_WAITING_FOR =
            "SELECT count(*) FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? AND depends_on = ?";

    static final String CHANGES =
            """
            SELECT ordinal, table_schema, table_name, operation, before::text, after::text
            FROM stageline.held_change WHERE pipeline = ? AND lane = ? AND sequence = ? AND ordinal > ?
            ORDER BY ordinal LIMIT ?
            """;

    static final String WAIT =
            """
            UPDATE stageline.held_transaction
            SET cause = u.cause, depends_on = u.depends_on, conflict_id = u.conflict_id, sentence = u.sentence
            FROM (SELECT ? AS pipeline, ?::int AS lane, ?::bigint AS sequence, ? AS cause, ?::bigint AS depends_on,
                ?::bigint AS conflict_id, ? AS sentence) u
            WHERE held_transaction.pipeline = u.pipeline AND held_transaction.lane = u.lane
              AND held_transaction.sequence = u.sequence
            """;

    static final String REMOVE_CHANGES =
            "DELETE FROM stageline.held_change WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)";

    static final String REMOVE_FOOTPRINT =
            "DELETE FROM stageline.held_footprint WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)";

    static final String REMOVE_TRANSACTION =
            "DELETE FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)";
}
