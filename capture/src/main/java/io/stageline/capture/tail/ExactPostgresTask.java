package io.stageline.capture.tail;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresOffsetContext;
import io.debezium.connector.postgresql.PostgresPartition;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.jdbc.JdbcConnection;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import io.stageline.database.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Debezium's PostgreSQL task with our hand on three things: values come as exact text, records go to the [TailSession]
/// straight from the poll, and only positions the session allows are confirmed to the slot.
public final class ExactPostgresTask extends PostgresConnectorTask {
    private @Nullable TailSession session;
    private @Nullable SourcePosition confirmed;
    private boolean quiet;

    @Override
    public ChangeEventSourceCoordinator<PostgresPartition, PostgresOffsetContext> start(
            Configuration config) {
        session = TailSession.of(config.getString(TailSession.KEY));
        return super.start(config);
    }

    @Override
    protected ReplicationConnection buildReplicationConnection(
            PostgresConnection connection, PostgresSchema schema, PostgresConnectorConfig config)
            throws SQLException {
        ReplicationConnection replication =
                ReplicationConnection.builder(config)
                        .withSlot(config.slotName())
                        .withPublication(session().publication())
                        .withTableFilter(config.getTableFilters())
                        .withPublicationAutocreateMode(
                                PostgresConnectorConfig.AutoCreateMode.DISABLED)
                        .withPlugin(config.plugin())
                        .dropSlotOnClose(false)
                        .createFailOverSlot(false)
                        .statusUpdateInterval(session().statusInterval())
                        .withTypeRegistry(new ExactTypes(connection))
                        .withSchema(schema)
                        .jdbcMetadataConnection(new ExactMetadata(config.getJdbcConfig()))
                        .build();
        // the values of the log are printed by this session, so it is its settings that count
        Database.makeExact(((JdbcConnection) replication).connection(false));
        return replication;
    }

    /// Hands records over here instead of to the engine's handler: nothing stands between the two that could drop a batch
    /// and go on.
    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
        TailSession current = session();
        if (current.over()) {
            return TailSession.LAST_RECORDS;
        }
        try {
            List<SourceRecord> records = super.doPoll();
            if (!quiet && !records.isEmpty()) {
                QuietListener.install(coordinator);
                quiet = true;
            }
            current.take(records).ifPresent(this::confirm);
            return List.of();
        } catch (RuntimeException e) {
            current.failed(e);
            return TailSession.LAST_RECORDS;
        }
    }

    /// Does nothing: [#confirm] is the only one to move the slot.
    @Override
    public void performCommit() {}

    private void confirm(SourcePosition position) {
        if (position.equals(confirmed) || !(position instanceof PostgresLsn lsn)) {
            return;
        }
        coordinator.commitOffset(
                Map.of(), Map.of(PostgresOffsetContext.LAST_COMMIT_LSN_KEY, lsn.value()));
        confirmed = position;
    }

    private TailSession session() {
        TailSession current = session;
        if (current == null) {
            throw new IllegalStateException("The task was not started");
        }
        return current;
    }
}
