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
import io.stageline.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Debezium's PostgreSQL task with our hand on two things: values come as exact text, and what its decoder reads goes to the
/// [TailSession] straight from the stream, which also confirms positions to the slot. The engine is given nothing to handle.
public final class ExactPostgresTask extends PostgresConnectorTask {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private @Nullable TailSession session;

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
        TailSession current = session();
        var metadata = new ExactMetadata(config.getJdbcConfig());
        ReplicationConnection replication =
                ReplicationConnection.builder(config)
                        .withSlot(config.slotName())
                        .withPublication(current.publication())
                        .withTableFilter(config.getTableFilters())
                        .withPublicationAutocreateMode(
                                PostgresConnectorConfig.AutoCreateMode.DISABLED)
                        .withPlugin(config.plugin())
                        .dropSlotOnClose(false)
                        .createFailOverSlot(false)
                        .statusUpdateInterval(current.statusInterval())
                        .withTypeRegistry(new ExactTypes(connection))
                        .withSchema(schema)
                        .jdbcMetadataConnection(metadata)
                        .build();
        // the values of the log are printed by this session, so it is its settings that count
        Database.makeExact(((JdbcConnection) replication).connection(false));
        return new TappedConnection(
                replication,
                stream -> new TappedStream(stream, current, new MessageReader(schema, metadata)));
    }

    /// Waits for the end. Debezium's queue stays empty; asking it tells when the reading thread failed on its own.
    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
        TailSession current = session();
        try {
            if (current.overWithin(BETWEEN_LOOKS)) {
                return TailSession.LAST_RECORDS;
            }
            if (super.doPoll().isEmpty()) {
                return List.of();
            }
            current.failed(new IllegalStateException("Debezium made records of its own"));
        } catch (RuntimeException e) {
            current.failed(e);
        }
        return TailSession.LAST_RECORDS;
    }

    /// Does nothing: only [TappedStream] moves the slot.
    @Override
    public void performCommit() {}

    private TailSession session() {
        TailSession current = session;
        if (current == null) {
            throw new IllegalStateException("The task was not started");
        }
        return current;
    }
}
