package io.stageline.publisher.state;

import io.stageline.database.FailureKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;

/// Schema `stageline` in MySQL, where it is a database, the same for all databases of the server. Each statement that makes a table is a
/// transaction of its own, so a start may end in the middle: every statement can be run again, and the version is written last.
///
/// Moments are `datetime(6)` in UTC, texts compare byte by byte, and an image that is held stays a text: `json` would order its columns anew.
record MySqlSchema() implements StagelineSchema {
    private static final String EXISTS =
            "SELECT count(*) > 0 FROM information_schema.tables WHERE table_schema = 'stageline' AND table_name = ?";

    private static final String LOCK = "SELECT GET_LOCK('stageline.schema_version', 60)";
    private static final String UNLOCK = "DO RELEASE_LOCK('stageline.schema_version')";

    private static final String DATABASE =
            "CREATE DATABASE IF NOT EXISTS stageline DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin";

    private static final String CHECKPOINT =
            """
            CREATE TABLE IF NOT EXISTS stageline.checkpoint (
                pipeline varchar(64) NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                position longtext,
                capture_epoch bigint NOT NULL,
                topic_offset bigint NOT NULL,
                epoch bigint NOT NULL,
                owner text NOT NULL,
                source_committed_at datetime(6),
                applied_at datetime(6),
                PRIMARY KEY (pipeline, lane))
            """;

    private static final String LANE_STATE =
            """
            CREATE TABLE IF NOT EXISTS stageline.lane_state (
                pipeline varchar(64) NOT NULL,
                lane int NOT NULL,
                state text NOT NULL,
                reason longtext NOT NULL,
                since datetime(6) NOT NULL,
                owner text NOT NULL,
                heartbeat_at datetime(6) NOT NULL,
                PRIMARY KEY (pipeline, lane))
            """;

    private static final String CONFLICT =
            """
            CREATE TABLE IF NOT EXISTS stageline.conflict (
                id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
                pipeline varchar(64) NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                ordinal bigint NOT NULL,
                transaction_id text NOT NULL,
                type text NOT NULL,
                table_schema text NOT NULL,
                table_name text NOT NULL,
                constraint_name text,
                row_key json NOT NULL,
                detail json NOT NULL,
                sentence longtext NOT NULL,
                found_at datetime(6) NOT NULL,
                resolved_at datetime(6),
                topic_offset bigint,
                resolution text,
                held boolean NOT NULL DEFAULT false,
                announced_at datetime(6),
                KEY conflict_open (pipeline, lane, resolved_at),
                KEY conflict_unannounced (pipeline, lane, announced_at, id))
            """;

    private static final String HELD_TRANSACTION =
            """
            CREATE TABLE IF NOT EXISTS stageline.held_transaction (
                pipeline varchar(64) NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                transaction_id text NOT NULL,
                committed_at datetime(6) NOT NULL,
                position longtext NOT NULL,
                capture_epoch bigint NOT NULL,
                topic_offset bigint NOT NULL,
                changes bigint NOT NULL,
                cause varchar(16) NOT NULL CHECK (cause IN ('conflict', 'dependency')),
                depends_on bigint,
                conflict_id bigint,
                sentence longtext NOT NULL,
                held_at datetime(6) NOT NULL,
                PRIMARY KEY (pipeline, lane, sequence))
            """;

    private static final String HELD_CHANGE =
            """
            CREATE TABLE IF NOT EXISTS stageline.held_change (
                pipeline varchar(64) NOT NULL,
                lane int NOT NULL,
                sequence bigint NOT NULL,
                ordinal bigint NOT NULL,
                table_schema text NOT NULL,
                table_name text NOT NULL,
                operation varchar(16) NOT NULL CHECK (operation IN ('insert', 'update', 'delete', 'truncate')),
                `before` longtext,
                after longtext,
                PRIMARY KEY (pipeline, lane, sequence, ordinal))
            """;

    /// There are no indexes of some rows: what is written is looked for with `writes` in front.
    private static final String HELD_FOOTPRINT =
            """
            CREATE TABLE IF NOT EXISTS stageline.held_footprint (
                pipeline varchar(64) NOT NULL,
                lane int NOT NULL,
                token bigint NOT NULL,
                writes boolean NOT NULL,
                sequence bigint NOT NULL,
                PRIMARY KEY (pipeline, lane, token, sequence, writes),
                KEY held_footprint_written (pipeline, lane, writes, token, sequence),
                KEY held_footprint_sequence (pipeline, lane, sequence))
            """;

    private static final String COMMAND =
            """
            CREATE TABLE IF NOT EXISTS stageline.command (
                id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
                pipeline varchar(64) NOT NULL,
                lane int NOT NULL,
                kind varchar(16) NOT NULL CHECK (kind IN ('release', 'discard')),
                sequence bigint NOT NULL,
                resolution varchar(16) CHECK (resolution IN ('apply_remote', 'keep_local', 'edit')),
                edits json,
                reason longtext NOT NULL,
                author text NOT NULL,
                created_at datetime(6) NOT NULL DEFAULT (utc_timestamp(6)),
                finished_at datetime(6),
                outcome varchar(16) CHECK (outcome IN ('done', 'refused')),
                message longtext,
                KEY command_unfinished (pipeline, lane, finished_at, id))
            """;

    private static final String SCHEMA_VERSION =
            "CREATE TABLE IF NOT EXISTS stageline.schema_version (version int NOT NULL PRIMARY KEY)";

    private static final String WRITE_VERSION = "INSERT INTO stageline.schema_version VALUES (2)";

    private static final String FORM =
            " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin";

    /// On MySQL the schema began with version 2.
    private static final List<String> TABLES =
            List.of(
                    CHECKPOINT,
                    LANE_STATE,
                    CONFLICT,
                    HELD_TRANSACTION,
                    HELD_CHANGE,
                    HELD_FOOTPRINT,
                    COMMAND,
                    SCHEMA_VERSION);

    @Override
    public String exists() {
        return EXISTS;
    }

    @Override
    public void ensure(Connection connection) throws SQLException {
        try {
            if (knownVersion(connection) < VERSION) {
                makeAlone(connection);
            }
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) == FailureKind.PRIVILEGE) {
                throw new StateRefusedException(refusal(connection));
            }
            throw e;
        }
    }

    /// The lock belongs to the session, so it ends with it whatever happens.
    private void makeAlone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(LOCK)) {
                if (!row.next() || row.getInt(1) != 1) {
                    throw new SQLTimeoutException(
                            "Another session is making schema stageline", "HY000", 1205);
                }
            }
            if (knownVersion(connection) < VERSION) {
                make(statement);
            }
            statement.execute(UNLOCK);
        }
    }

    private static void make(Statement statement) throws SQLException {
        statement.execute(DATABASE);
        for (String table : TABLES) {
            statement.execute(table + FORM);
        }
        statement.execute(WRITE_VERSION);
    }

    private static String refusal(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user()")) {
            row.next();
            String account = row.getString(1);
            int host = account.lastIndexOf('@');
            return "The role may not make or use schema stageline in production: GRANT CREATE, ALTER, INDEX, SELECT, INSERT, UPDATE, DELETE ON stageline.* TO %s@%s"
                    .formatted(
                            quoted(account.substring(0, host)),
                            quoted(account.substring(host + 1)));
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
