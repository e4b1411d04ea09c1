package io.stageline.publisher;

import io.stageline.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A way to a PostgreSQL server that breaks the connection in the middle of a COMMIT, once when told to. Its client prepares
/// no statements (`prepareThreshold=0`), so that each COMMIT is seen by its text.
final class CommitProxy implements AutoCloseable {
    /// On which side of the server's work the connection breaks.
    enum Loss {
        COMMAND,
        ANSWER
    }

    private static final String COMMIT = "\0COMMIT\0";

    private final PostgresServer server;
    private final ServerSocket door;
    private final AtomicReference<@Nullable Loss> armed = new AtomicReference<>();

    CommitProxy(PostgresServer server) {
        this.server = server;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("commit-proxy").start(this::accept);
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0&sslmode=disable&gssEncMode=disable"
                .formatted(door.getLocalPort(), database);
    }

    /// The next COMMIT loses its connection.
    void loseNext(Loss loss) {
        armed.set(loss);
    }

    /// Whether the COMMIT came.
    boolean lost() {
        return armed.get() == null;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var way = new Way(door.accept(), new Socket(server.host(), server.port()));
                Thread.ofVirtual()
                        .start(() -> pass(way.client, way.behind, bytes -> asked(way, bytes)));
                Thread.ofVirtual().start(() -> pass(way.behind, way.client, _ -> answered(way)));
            } catch (IOException _) {
                // the door was closed, or the server is not there: the client finds out
            }
        }
    }

    /// @param silenced opened when the client is to hear nothing more
    /// @param answered opened when the server has answered nevertheless
    private record Way(
            Socket client, Socket behind, CountDownLatch silenced, CountDownLatch answered) {
        private Way(Socket client, Socket behind) {
            this(client, behind, new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    /// Whether these bytes are to be passed on.
    private interface Gate {
        boolean lets(byte[] bytes) throws IOException;
    }

    private static void pass(Socket from, Socket to, Gate gate) {
        try (from;
                to) {
            byte[] bytes = new byte[65536];
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                byte[] said = Arrays.copyOf(bytes, read);
                if (!gate.lets(said)) {
                    return;
                }
                to.getOutputStream().write(said);
            }
        } catch (IOException _) {
            // the other direction was closed
        }
    }

    private boolean asked(Way way, byte[] bytes) throws IOException {
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(COMMIT)) {
            return true;
        }
        @Nullable Loss loss = armed.getAndSet(null);
        if (loss == Loss.ANSWER) {
            way.silenced.countDown();
            way.behind.getOutputStream().write(bytes);
            try {
                boolean _ = way.answered.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return loss == null;
    }

    private static boolean answered(Way way) {
        way.answered.countDown();
        return way.silenced.getCount() > 0;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
