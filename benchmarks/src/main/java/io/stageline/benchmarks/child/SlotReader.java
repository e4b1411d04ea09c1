package io.stageline.benchmarks.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/// Reads a replication slot up to a position and throws away what it reads. Arguments: URL, user, password, slot, publication, position.
/// Says `done` and the bytes read, then waits for the end of its standard input.
public final class SlotReader {
    private static final int CONFIRM_EVERY = 10_000;

    private SlotReader() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        var properties = new Properties();
        PGProperty.USER.set(properties, arguments[1]);
        PGProperty.PASSWORD.set(properties, arguments[2]);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        try (var connection = DriverManager.getConnection(arguments[0], properties);
                PGReplicationStream stream =
                        connection
                                .unwrap(PGConnection.class)
                                .getReplicationAPI()
                                .replicationStream()
                                .logical()
                                .withSlotName(arguments[3])
                                .withSlotOption("proto_version", 1)
                                .withSlotOption("publication_names", arguments[4])
                                .start()) {
            long bytes = readUpTo(stream, LogSequenceNumber.valueOf(arguments[5]).asLong());
            System.out.println("done " + bytes);
            Parent.awaitEnd();
        }
    }

    private static long readUpTo(PGReplicationStream stream, long position) throws SQLException {
        long bytes = 0;
        for (int messages = 0; ; messages++) {
            @Nullable ByteBuffer message = stream.read();
            if (message == null) {
                continue;
            }
            bytes += message.remaining();
            if (messages % CONFIRM_EVERY == 0) {
                stream.setFlushedLSN(stream.getLastReceiveLSN());
            }
            // Byte 'C' for commit, a byte of flags, the position of the commit.
            if (message.get(message.position()) == 'C'
                    && message.getLong(message.position() + 2) > position) {
                return bytes;
            }
        }
    }
}
