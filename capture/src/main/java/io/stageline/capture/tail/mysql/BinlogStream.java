package io.stageline.capture.tail.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import io.stageline.capture.tail.TailEnd;
import io.stageline.capture.tail.TailListener;
import io.stageline.changelog.MySqlPosition;
import io.stageline.database.DatabaseConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One connection to staging's binlog, from its start to its end. Events are read on the thread that called [#run]; a full
/// change log stops reading, and TCP is the queue.
///
/// The client logs failures of its listeners and goes on, and leaves out an event it cannot read: here, the first failure of any
/// kind closes the connection.
final class BinlogStream
        implements BinaryLogClient.EventListener, BinaryLogClient.LifecycleListener {
    /// Keeps the level: java.util.logging forgets a logger that nobody holds. What it says is told again here.
    private static final Logger CLIENTS = Logger.getLogger("com.github.shyiko.mysql.binlog");

    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final Duration WRITING_MAX = Duration.ofHours(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final BinaryLogClient client;
    private final BinlogReader reader;
    private final BinlogTicks ticks;
    private final TailListener listener;
    private volatile boolean stopped;
    private @Nullable Throwable failure;
    private long lastLook = System.nanoTime();

    static {
        CLIENTS.setLevel(Level.OFF);
    }

    BinlogStream(
            DatabaseConfig staging,
            MySqlPosition from,
            BinlogReader reader,
            BinlogTicks ticks,
            TailListener listener) {
        this.client = client(staging, from);
        this.reader = reader;
        this.ticks = ticks;
        this.listener = listener;
        client.setEventDeserializer(new Frames());
        client.registerEventListener(this);
        client.registerLifecycleListener(this);
    }

    /// Each connection has a number of its own: with the number of another one, staging would end that.
    private static BinaryLogClient client(DatabaseConfig staging, MySqlPosition from) {
        StagingAddress address = StagingAddress.parse(staging.url());
        var client =
                new BinaryLogClient(
                        address.host(),
                        address.port(),
                        staging.user(),
                        staging.password().reveal());
        client.setServerId(ThreadLocalRandom.current().nextLong(1L << 31, 1L << 32));
        client.setBinlogFilename(from.file());
        client.setBinlogPosition(from.offset());
        client.setKeepAlive(false);
        client.setConnectTimeout(CONNECTING.toMillis());
        client.setHeartbeatInterval(HEARTBEAT.toMillis());
        client.setNetWriteTimeout(WRITING_MAX.toSeconds());
        client.setSocketFactory(BinlogStream::socket);
        StagingTls.set(client, address);
        return client;
    }

    /// With heartbeats, silence means that the server is gone.
    private static Socket socket() throws SocketException {
        var socket = new Socket();
        socket.setSoTimeout(Math.toIntExact(SILENCE_MAX.toMillis()));
        socket.setTcpNoDelay(true);
        return socket;
    }

    TailEnd run() {
        try {
            client.connect();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
        Throwable cause = failure;
        if (cause instanceof Refusal refusal) {
            return new TailEnd.Refused(String.valueOf(refusal.getMessage()));
        } else if (cause != null) {
            return new TailEnd.Failed(cause);
        }
        return stopped
                ? new TailEnd.Stopped()
                : new TailEnd.Failed(new IOException("Staging closed the binlog's connection"));
    }

    /// Ends [#run] after the event it is at. May be called from any thread; does not wait.
    void stop() {
        stopped = true;
        var _ = Thread.ofVirtual().name("stageline-binlog-stop").start(this::close);
    }

    @Override
    public void onEvent(Event event) {
        if (stopped || failure != null) {
            close();
            return;
        }
        try {
            reader.read(event.getData());
            long now = System.nanoTime();
            if (now - lastLook > BETWEEN_LOOKS.toNanos()) {
                lastLook = now;
                look();
            }
        } catch (IOException | SQLException | RuntimeException | Error e) {
            failed(e);
            close();
        }
    }

    private void look() {
        if (ticks.isWaited()) {
            Optional<MySqlPosition> reached = reader.between();
            reached.flatMap(ticks::back)
                    .ifPresent(tick -> listener.reached(reached.orElseThrow(), tick));
        }
        // staging keeps its binlog by its own settings: nobody to tell what it may forget
        var _ = listener.batchEnded();
    }

    @Override
    public void onConnect(BinaryLogClient connected) {}

    @Override
    public void onCommunicationFailure(BinaryLogClient failing, Exception e) {
        failed(e);
    }

    @Override
    public void onEventDeserializationFailure(BinaryLogClient failing, Exception e) {
        failed(e);
        close();
    }

    @Override
    public void onDisconnect(BinaryLogClient disconnected) {}

    /// After a stop, a closed connection is no failure.
    private void failed(Throwable e) {
        if (failure == null && !stopped) {
            failure = e;
        }
    }

    private void close() {
        try {
            client.disconnect();
        } catch (IOException _) {
            // nobody reads it any more
        }
    }
}
