package io.stageline.publisher.state;

/// The statements that make schema `stageline` in production.
final class StagelineSchema {
    private StagelineSchema() {}

    /// The version this code makes and knows.
    static final int VERSION = 1;

    static final String EXISTS = "SELECT to_regclass('stageline.schema_version') IS NOT NULL";

    static final String READ_VERSION = "SELECT version FROM stageline.schema_version";

    /// Several publishers may start at once: one of them creates.
    static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('stageline.schema_version'))";

    static final String CREATE =
            """
            CREATE SCHEMA IF NOT EXISTS stageline;
            COMMENT ON SCHEMA stageline IS 'What Stageline has published here, and what stood in its way';
            CREATE TABLE stageline.schema_version (version int NOT NULL);
            INSERT INTO stageline.schema_version VALUES (1);
            CREATE TABLE stageline.checkpoint (
                pipeline text NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                position text,
                capture_epoch bigint NOT NULL,
                topic_offset bigint NOT NULL,
                epoch bigint NOT NULL,
                owner text NOT NULL,
                source_committed_at timestamptz,
                applied_at timestamptz,
                PRIMARY KEY (pipeline, lane)) WITH (fillfactor = 50);
            CREATE TABLE stageline.lane_state (
                pipeline text NOT NULL,
                lane int NOT NULL,
                state text NOT NULL,
                reason text NOT NULL,
                since timestamptz NOT NULL,
                owner text NOT NULL,
                heartbeat_at timestamptz NOT NULL,
                PRIMARY KEY (pipeline, lane)) WITH (fillfactor = 50);
            CREATE TABLE stageline.conflict (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                pipeline text NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                ordinal bigint NOT NULL,
                transaction_id text NOT NULL,
                type text NOT NULL,
                table_schema text NOT NULL,
                table_name text NOT NULL,
                constraint_name text,
                row_key jsonb NOT NULL,
                detail jsonb NOT NULL,
                sentence text NOT NULL,
                found_at timestamptz NOT NULL,
                resolved_at timestamptz);
            CREATE INDEX conflict_open ON stageline.conflict (pipeline, lane) WHERE resolved_at IS NULL
            """;
}
