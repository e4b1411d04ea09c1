package io.stageline.publisher.state;

/// The statements of [RecordedConflicts].
final class ConflictSql {
    private ConflictSql() {}

    static final String HALTING =
            """
            SELECT id, sequence, ordinal, type, table_schema, table_name, constraint_name, sentence, found_at,
                   row_key::text, detail::text
            FROM stageline.conflict WHERE pipeline = ? AND lane = ? AND resolved_at IS NULL AND NOT held ORDER BY id
            """;

    static final String RESOLVE_HALTING =
            """
            UPDATE stageline.conflict SET resolved_at = clock_timestamp(), resolution = 'applied'
            WHERE pipeline = ? AND lane = ? AND resolved_at IS NULL AND NOT held
            """;

    static final String RESOLVE =
            "UPDATE stageline.conflict SET resolved_at = clock_timestamp(), resolution = ? WHERE id = ?";

    static final String SAME_AGAIN =
            """
            UPDATE stageline.conflict SET detail = ?::jsonb, sentence = ? WHERE id = ? AND ordinal = ? AND type = ?
            """;

    static final String ORDINAL = "SELECT ordinal FROM stageline.conflict WHERE id = ?";

    static final String RECORD =
            """
            INSERT INTO stageline.conflict (pipeline, lane, sequence, ordinal, transaction_id, type, table_schema,
                table_name, constraint_name, row_key, detail, sentence, found_at, topic_offset, held, resolution, resolved_at)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, clock_timestamp(), ?, ?, r.resolution,
                CASE WHEN r.resolution IS NOT NULL THEN clock_timestamp() END
            FROM (SELECT ?::text AS resolution) r
            RETURNING id
            """;
}
