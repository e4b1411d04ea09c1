package io.stageline.publisher;

import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.TestDatabase;
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
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A way to production's server that breaks the connection in the middle of a COMMIT, once when told to. Nothing is encrypted, and no COMMIT is
/// prepared (`prepareThreshold=0`), so that each is seen by its text.
final class CommitProxy implements AutoCloseable {
    /// On which side of the server's work the connection breaks.
    enum Loss {
        COMMAND,
        ANSWER
    }

    private final Target target;
    private final ServerSocket door;
    private final AtomicReference<@Nullable Loss> armed = new AtomicReference<>();

    /// @param urlOf its port here in the URL of a database
    /// @param commit what the driver sends
    private record Target(String host, int port, IntFunction<String> urlOf, String commit) {}

    /// To the server of this database.
    CommitProxy(RealDatabase production) {
        this.target =
                switch (production) {
                    case TestDatabase postgres ->
                            new Target(
                                    postgres.server().host(),
                                    postgres.server().port(),
                                    port ->
                                            "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0&sslmode=disable&gssEncMode=disable"
                                                    .formatted(port, postgres.name()),
                                    "\0COMMIT\0");
                    case MySqlDatabase mySql ->
                            new Target(
                                    mySql.server().host(),
                                    mySql.server().port(),
                                    port ->
                                            "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
                                                    .formatted(port, mySql.name()),
                                    "\1COMMIT");
                };
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("commit-proxy").start(this::accept);
    }

    /// The database's URL through here.
    String url() {
        return target.urlOf.apply(door.getLocalPort());
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
                var way = new Way(door.accept(), new Socket(target.host, target.port));
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
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(target.commit)) {
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
        boolean heard = way.silenced.getCount() > 0;
        if (!heard) {
            way.answered.countDown();
        }
        return heard;
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
