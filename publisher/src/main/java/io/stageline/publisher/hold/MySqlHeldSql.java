package io.stageline.publisher.hold;

import io.stageline.changelog.Sequence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Holds in MySQL: many rows are one JSON text. Its planner is told which index to take, so it needs no statistics; what would bring them
/// (ANALYZE TABLE) would commit.
///
/// A look for a token is one look into an index only if ORDER BY names the index from its first column on, and if a condition on the token asked for is
/// part of the look: `AND b.writes` would be asked of each row found (seen with 9,000 readers of one token: 14 s instead of 0.4 s).
record MySqlHeldSql() implements HeldSql {
    private static final String SEQUENCES =
            "(SELECT n FROM JSON_TABLE(?, '$[*]' COLUMNS (n bigint PATH '$[0]' ERROR ON ERROR)) j)";

    private static final String TEXT = "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin";

    private static final String KEEP_CHANGES =
            """
            INSERT INTO stageline.held_change
                (pipeline, lane, sequence, ordinal, table_schema, table_name, operation, `before`, after)
            SELECT ?, ?, u.sequence, u.ordinal, u.table_schema, u.table_name, u.operation, u.image_before, u.image_after
            FROM JSON_TABLE(?, '$[*]' COLUMNS (
                sequence bigint PATH '$[0]' ERROR ON ERROR,
                ordinal bigint PATH '$[1]' ERROR ON ERROR,
                table_schema %1$s PATH '$[2]' ERROR ON ERROR,
                table_name %1$s PATH '$[3]' ERROR ON ERROR,
                operation %1$s PATH '$[4]' ERROR ON ERROR,
                image_before %1$s PATH '$[5]' ERROR ON ERROR,
                image_after %1$s PATH '$[6]' ERROR ON ERROR)) u
            """
                    .formatted(TEXT);

    /// Only one reign writes here, so nothing comes between the look and the insert.
    private static final String KEEP_FOOTPRINT =
            """
            INSERT INTO stageline.held_footprint (pipeline, lane, token, writes, sequence)
            SELECT u.pipeline, u.lane, u.token, u.writes, u.sequence
            FROM (SELECT DISTINCT ? AS pipeline, ? AS lane, j.token, j.writes, j.sequence
                  FROM JSON_TABLE(?, '$[*]' COLUMNS (
                      token bigint PATH '$[0]' ERROR ON ERROR,
                      writes boolean PATH '$[1]' ERROR ON ERROR,
                      sequence bigint PATH '$[2]' ERROR ON ERROR)) j) u
            WHERE NOT EXISTS (
                SELECT 1 FROM stageline.held_footprint h FORCE INDEX (PRIMARY)
                WHERE h.pipeline = u.pipeline AND h.lane = u.lane AND h.token = u.token AND h.sequence = u.sequence
                  AND h.writes = u.writes)
            ORDER BY u.token
            """;

    private static final String KEEP_TRANSACTIONS =
            """
            INSERT INTO stageline.held_transaction (pipeline, lane, sequence, transaction_id, committed_at, position,
                capture_epoch, topic_offset, changes, cause, depends_on, conflict_id, sentence, held_at)
            SELECT ?, ?, u.sequence, u.transaction_id, CAST(trim(TRAILING 'Z' FROM u.committed_at) AS datetime(6)), u.position,
                u.capture_epoch, u.topic_offset, u.changes, u.cause, u.depends_on, u.conflict_id, u.sentence, utc_timestamp(6)
            FROM JSON_TABLE(?, '$[*]' COLUMNS (
                sequence bigint PATH '$[0]' ERROR ON ERROR,
                transaction_id %1$s PATH '$[1]' ERROR ON ERROR,
                committed_at %1$s PATH '$[2]' ERROR ON ERROR,
                position %1$s PATH '$[3]' ERROR ON ERROR,
                capture_epoch bigint PATH '$[4]' ERROR ON ERROR,
                topic_offset bigint PATH '$[5]' ERROR ON ERROR,
                changes bigint PATH '$[6]' ERROR ON ERROR,
                cause %1$s PATH '$[7]' ERROR ON ERROR,
                depends_on bigint PATH '$[8]' ERROR ON ERROR,
                conflict_id bigint PATH '$[9]' ERROR ON ERROR,
                sentence %1$s PATH '$[10]' ERROR ON ERROR)) u
            """
                    .formatted(TEXT);

    private static final String MEETINGS =
            """
            SELECT b.place, min(m.sequence)
            FROM JSON_TABLE(?, '$[*]' COLUMNS (
                token bigint PATH '$[0]' ERROR ON ERROR,
                writes boolean PATH '$[1]' ERROR ON ERROR,
                place int PATH '$[2]' ERROR ON ERROR)) b
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h FORCE INDEX (held_footprint_written)
                 WHERE h.pipeline = ? AND h.lane = ? AND h.writes = 1 AND h.token = b.token
                 ORDER BY h.pipeline, h.lane, h.writes, h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h FORCE INDEX (PRIMARY)
                 WHERE h.pipeline = ? AND h.lane = ? AND h.token = IF(b.writes, b.token, NULL)
                 ORDER BY h.pipeline, h.lane, h.token, h.sequence LIMIT 1)) m
            GROUP BY b.place
            """;

    private static final String STANDS_BEFORE =
            """
            SELECT min(m.sequence)
            FROM stageline.held_footprint b FORCE INDEX (held_footprint_sequence)
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h FORCE INDEX (held_footprint_written)
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.writes = 1 AND h.token = b.token
                   AND h.sequence < b.sequence
                 ORDER BY h.pipeline, h.lane, h.writes, h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h FORCE INDEX (PRIMARY)
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token = IF(b.writes, b.token, NULL)
                   AND h.sequence < b.sequence
                 ORDER BY h.pipeline, h.lane, h.token, h.sequence LIMIT 1)) m
            WHERE b.pipeline = ? AND b.lane = ? AND b.sequence = ?
            """;

    /// DISTINCT, so that it is a table with an index and not read anew for each look.
    private static final String STAND_BEFORE =
            """
            WITH among AS (SELECT DISTINCT n FROM JSON_TABLE(?, '$[*]' COLUMNS (n bigint PATH '$[0]' ERROR ON ERROR)) j)
            SELECT b.sequence, min(m.sequence)
            FROM among
            STRAIGHT_JOIN stageline.held_footprint b FORCE INDEX (held_footprint_sequence)
                ON b.pipeline = ? AND b.lane = ? AND b.sequence = among.n
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h FORCE INDEX (held_footprint_written)
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.writes = 1 AND h.token = b.token
                   AND h.sequence < b.sequence AND NOT EXISTS (SELECT 1 FROM among a WHERE a.n = h.sequence)
                 ORDER BY h.pipeline, h.lane, h.writes, h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h FORCE INDEX (PRIMARY)
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token = IF(b.writes, b.token, NULL)
                   AND h.sequence < b.sequence AND NOT EXISTS (SELECT 1 FROM among a WHERE a.n = h.sequence)
                 ORDER BY h.pipeline, h.lane, h.token, h.sequence LIMIT 1)) m
            GROUP BY b.sequence ORDER BY b.sequence
            """;

    private static final String CHANGES_OF_MANY =
            """
            SELECT h.ordinal, h.table_schema, h.table_name, h.operation, h.before, h.after, h.sequence
            FROM stageline.held_change h WHERE h.pipeline = ? AND h.lane = ? AND h.sequence IN %s
            ORDER BY h.sequence, h.ordinal
            """
                    .formatted(SEQUENCES);

    private static final List<String> REMOVE =
            List.of("held_change", "held_footprint", "held_transaction").stream()
                    .map(table ->
                            "DELETE FROM stageline.%s WHERE pipeline = ? AND lane = ? AND sequence IN %s"
                                    .formatted(table, SEQUENCES))
                    .toList();

    @Override
    public Optional<String> analyze() {
        return Optional.empty();
    }

    /// The driver's word for one after the other; with any other it keeps all of them in memory.
    @Override
    public int fetchRows() {
        return Integer.MIN_VALUE;
    }

    @Override
    public String keepChanges() {
        return KEEP_CHANGES;
    }

    @Override
    public String keepFootprint() {
        return KEEP_FOOTPRINT;
    }

    @Override
    public String keepTransactions() {
        return KEEP_TRANSACTIONS;
    }

    @Override
    public String meetings() {
        return MEETINGS;
    }

    @Override
    public String standsBefore() {
        return STANDS_BEFORE;
    }

    @Override
    public PreparedStatement standBefore(Connection connection, HeldLane lane, List<Sequence> among)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(STAND_BEFORE);
        lane.bind(statement, ManyRows.of(among).bind(connection, statement, 1));
        return statement;
    }

    @Override
    public String changesOfMany() {
        return CHANGES_OF_MANY;
    }

    @Override
    public List<String> remove() {
        return REMOVE;
    }
}
