package io.stageline.publisher.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stageline.changelog.Sequence;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Schema `stageline` of an older Stageline is brought up to date in place, with what it knows.
class SchemaUpgradeIT {
    /// As version 1 made it; never to be changed.
    private static final String VERSION_1 =
            """
            CREATE SCHEMA stageline;
            CREATE TABLE stageline.schema_version (version int NOT NULL);
            INSERT INTO stageline.schema_version VALUES (1);
            CREATE TABLE stageline.checkpoint (pipeline text NOT NULL, lane int NOT NULL, sequence bigint NOT NULL,
                position text, capture_epoch bigint NOT NULL, topic_offset bigint NOT NULL, epoch bigint NOT NULL,
                owner text NOT NULL, source_committed_at timestamptz, applied_at timestamptz,
                PRIMARY KEY (pipeline, lane)) WITH (fillfactor = 50);
            CREATE TABLE stageline.lane_state (pipeline text NOT NULL, lane int NOT NULL, state text NOT NULL,
                reason text NOT NULL, since timestamptz NOT NULL, owner text NOT NULL, heartbeat_at timestamptz NOT NULL,
                PRIMARY KEY (pipeline, lane)) WITH (fillfactor = 50);
            CREATE TABLE stageline.conflict (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, pipeline text NOT NULL,
                lane int NOT NULL, sequence bigint NOT NULL, ordinal bigint NOT NULL, transaction_id text NOT NULL,
                type text NOT NULL, table_schema text NOT NULL, table_name text NOT NULL, constraint_name text,
                row_key jsonb NOT NULL, detail jsonb NOT NULL, sentence text NOT NULL, found_at timestamptz NOT NULL,
                resolved_at timestamptz);
            CREATE INDEX conflict_open ON stageline.conflict (pipeline, lane) WHERE resolved_at IS NULL;
            INSERT INTO stageline.checkpoint VALUES ('shop', 0, 41, '0/2A', 3, 99, 7, 'older', NULL, NULL);
            INSERT INTO stageline.conflict (pipeline, lane, sequence, ordinal, transaction_id, type, table_schema,
                table_name, row_key, detail, sentence, found_at, resolved_at)
            VALUES ('shop', 0, 42, 1, '700', 'insert_exists', 'public', 'item', '{}', '{}', 'In the way', now(), NULL),
                ('shop', 0, 7, 1, '600', 'insert_exists', 'public', 'item', '{}', '{}', 'Was in the way', now(), now())
            """;

    private static final String COLUMNS =
            """
            SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
            WHERE table_schema = 'stageline' ORDER BY table_name, ordinal_position
            """;

    private final TestDatabase upgraded = Servers.postgres(Role.PRODUCTION).createDatabase();
    private final TestDatabase fresh = Servers.postgres(Role.PRODUCTION).createDatabase();

    @AfterEach
    void close() {
        upgraded.close();
        fresh.close();
    }

    @Test
    void anOlderSchemaIsBroughtUpToDateWithWhatItKnows() throws SQLException {
        upgraded.execute(VERSION_1);

        Reign reign = claim(upgraded);
        claim(fresh);

        assertThat(version(upgraded)).isEqualTo("2");
        assertThat(upgraded.query(COLUMNS)).isEqualTo(fresh.query(COLUMNS));
        try (Connection connection = upgraded.connect()) {
            assertThat(reign.checkpoint(connection).orElseThrow().sequence())
                    .isEqualTo(new Sequence(41));
        }
        assertThat(
                        upgraded.query(
                                "SELECT sequence, held, resolution FROM stageline.conflict ORDER BY id"))
                .containsExactly(row("42", "f", null), row("7", "f", "applied"));
    }

    @Test
    void twoStartsMakeItOnce() throws SQLException {
        claim(fresh);
        Reign second = claim(fresh);

        assertThat(version(fresh)).isEqualTo("2");
        assertThat(second.epoch().value()).isEqualTo(2);
    }

    @Test
    void aNewerSchemaIsLeftAlone() {
        upgraded.execute(VERSION_1);
        upgraded.execute("UPDATE stageline.schema_version SET version = 99");

        assertThatExceptionOfType(StateRefusedException.class)
                .isThrownBy(() -> claim(upgraded))
                .withMessageContaining("version 99");
    }

    private static Reign claim(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            return Reign.claim(connection, "shop", 0, "test");
        }
    }

    private static String version(TestDatabase database) {
        return database.value("SELECT version FROM stageline.schema_version");
    }

    private static List<@Nullable String> row(@Nullable String... values) {
        return Arrays.asList(values);
    }
}
