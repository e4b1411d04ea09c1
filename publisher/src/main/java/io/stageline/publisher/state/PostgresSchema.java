package io.stageline.publisher.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Schema `stageline` in PostgreSQL. All steps are one transaction: there is the whole of it, or what was there before.
record PostgresSchema() implements StagelineSchema {
    private static final String EXISTS = "SELECT to_regclass('stageline.' || ?) IS NOT NULL";

    /// Several publishers may start at once: one of them creates.
    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtext('stageline.schema_version'))";

    private static final String VERSION_1 =
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

    /// Holds: what waits for an operator's decision, and the operator's commands.
    private static final String VERSION_2 =
            """
            ALTER TABLE stageline.conflict
                ADD topic_offset bigint,
                ADD resolution text,
                ADD held boolean NOT NULL DEFAULT false,
                ADD announced_at timestamptz;
            UPDATE stageline.conflict SET resolution = 'applied' WHERE resolved_at IS NOT NULL;
            CREATE INDEX conflict_unannounced ON stageline.conflict (pipeline, lane, id) WHERE announced_at IS NULL;
            CREATE TABLE stageline.held_transaction (
                pipeline text NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                transaction_id text NOT NULL,
                committed_at timestamptz NOT NULL,
                position text NOT NULL,
                capture_epoch bigint NOT NULL,
                topic_offset bigint NOT NULL,
                changes bigint NOT NULL,
                cause text NOT NULL CHECK (cause IN ('conflict', 'dependency')),
                depends_on bigint,
                conflict_id bigint,
                sentence text NOT NULL,
                held_at timestamptz NOT NULL,
                PRIMARY KEY (pipeline, lane, sequence));
            CREATE TABLE stageline.held_change (
                pipeline text NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                ordinal bigint NOT NULL,
                table_schema text NOT NULL,
                table_name text NOT NULL,
                operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete', 'truncate')),
                before json,
                after json,
                PRIMARY KEY (pipeline, lane, sequence, ordinal));
            CREATE TABLE stageline.held_footprint (
                pipeline text NOT NULL,
                lane int NOT NULL,
                token bigint NOT NULL,
                writes boolean NOT NULL,
                sequence bigint NOT NULL,
                PRIMARY KEY (pipeline, lane, token, sequence, writes));
            CREATE INDEX held_footprint_written ON stageline.held_footprint (pipeline, lane, token, sequence) WHERE writes;
            CREATE INDEX held_footprint_sequence ON stageline.held_footprint (pipeline, lane, sequence);
            CREATE TABLE stageline.command (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                pipeline text NOT NULL,
                lane int NOT NULL,
                kind text NOT NULL CHECK (kind IN ('release', 'discard')),
                sequence bigint NOT NULL,
                resolution text CHECK (resolution IN ('apply_remote', 'keep_local', 'edit')),
                edits jsonb,
                reason text NOT NULL,
                author text NOT NULL,
                created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                finished_at timestamptz,
                outcome text CHECK (outcome IN ('done', 'refused')),
                message text);
            CREATE INDEX command_unfinished ON stageline.command (pipeline, lane, id) WHERE finished_at IS NULL;
            UPDATE stageline.schema_version SET version = 2
            """;

    /// Each brings the schema from the version that is its place in the list to the next one.
    private static final List<String> STEPS = List.of(VERSION_1, VERSION_2);

    @Override
    public String exists() {
        return EXISTS;
    }

    @Override
    public void ensure(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            int version = knownVersion(connection);
            for (String step : STEPS.subList(version, STEPS.size())) {
                statement.execute(step);
            }
            connection.commit();
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
