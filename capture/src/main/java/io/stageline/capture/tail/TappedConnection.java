package io.stageline.capture.tail;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/// Debezium's replication connection, whose stream is tapped where its decoder hands messages on.
@SuppressWarnings("try") // Debezium lets close() throw anything
final class TappedConnection implements ReplicationConnection {
    private final ReplicationConnection connection;
    private final Function<ReplicationStream, ReplicationStream> tap;

    TappedConnection(
            ReplicationConnection connection, Function<ReplicationStream, ReplicationStream> tap) {
        this.connection = connection;
        this.tap = tap;
    }

    @Override
    public ReplicationStream startStreaming(WalPositionLocator position)
            throws SQLException, InterruptedException {
        return tap.apply(connection.startStreaming(position));
    }

    @Override
    public ReplicationStream startStreaming(Lsn offset, WalPositionLocator position)
            throws SQLException, InterruptedException {
        return tap.apply(connection.startStreaming(offset, position));
    }

    @Override
    public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
        return connection.createReplicationSlot();
    }

    @Override
    public void initConnection() throws SQLException, InterruptedException {
        connection.initConnection();
    }

    @Override
    public boolean isConnected() throws SQLException {
        return connection.isConnected();
    }

    @Override
    public void reconnect() throws SQLException {
        connection.reconnect();
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
