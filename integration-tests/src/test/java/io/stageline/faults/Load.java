package io.stageline.faults;

import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Editors that change staging all the time, each over its own connection. One that loses its connection takes a new one.
final class Load implements AutoCloseable {
    private static final int MYSQL_DEADLOCK = 1213;

    private final RealDatabase staging;
    private final ScheduledExecutorService editors;
    private final AtomicLong committed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Load(RealDatabase staging, int editors) {
        this.staging = staging;
        this.editors = Executors.newScheduledThreadPool(editors);
    }

    /// Starts as many editors, each with a pause between its source transactions.
    static Load start(RealDatabase staging, long seed, int editors, Duration pause) {
        return start(staging, seed, editors, pause, 1);
    }

    /// @param first the first one's number; two loads of one database need different editors
    static Load start(RealDatabase staging, long seed, int editors, Duration pause, int first) {
        var load = new Load(staging, editors);
        for (int id = first; id < first + editors; id++) {
            var _ =
                    load.editors.scheduleWithFixedDelay(
                            load.new Editor(new Edits(id, seed, staging.kind())),
                            0,
                            pause.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        return load;
    }

    /// Source transactions acknowledged so far.
    long committed() {
        Optional.ofNullable(failure.get()).ifPresent(Load::raise);
        return committed.get();
    }

    /// Ends it; returns when the last source transaction is committed.
    @Override
    public void close() {
        editors.shutdown();
        try {
            if (!editors.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("An editor did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Optional.ofNullable(failure.get()).ifPresent(Load::raise);
    }

    private static void raise(Throwable failure) {
        throw new IllegalStateException("An editor could not change staging", failure);
    }

    /// Whether the server went away, as opposed to a statement that is wrong.
    static boolean isLostConnection(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || state.equals("70100");
    }

    private final class Editor implements Runnable {
        private final Edits edits;
        private @Nullable Connection connection;

        private Editor(Edits edits) {
            this.edits = edits;
        }

        @Override
        public void run() {
            try {
                edit(edits.next());
            } catch (SQLException e) {
                if (e.getErrorCode() == MYSQL_DEADLOCK) {
                    return; // it has rolled back all of it, in favour of another editor
                }
                if (!isLostConnection(e)) {
                    failure.compareAndSet(null, e);
                }
                connection = null;
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        private void edit(String sql) throws SQLException {
            try (Statement statement = connected().createStatement()) {
                boolean rows = statement.execute(sql);
                while (rows || statement.getUpdateCount() >= 0) {
                    rows = statement.getMoreResults(); // an error of a later one comes here
                }
                connected().commit();
                committed.incrementAndGet();
            }
        }

        private Connection connected() throws SQLException {
            Connection open = connection;
            if (open == null) {
                open = staging.connect();
                open.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                open.setAutoCommit(false);
                connection = open;
            }
            return open;
        }
    }
}
