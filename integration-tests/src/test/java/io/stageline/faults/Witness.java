package io.stageline.faults;

import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A reader of production that looks ten times a second whether the invariants of [Shop] hold in what it sees. It would see a torn
/// source transaction, or two that were grouped wrongly.
final class Witness implements AutoCloseable {
    private static final String QUESTION =
            """
            SELECT (SELECT min(concat('shelf ', s.id, ' holds ', s.quantity, ', its articles ', coalesce(a.quantity, 0)))
                    FROM shelf s LEFT JOIN (SELECT shelf, sum(quantity) AS quantity FROM article GROUP BY shelf) a ON a.shelf = s.id
                    WHERE s.quantity <> coalesce(a.quantity, 0)),
                   (SELECT sum(line_count) FROM editor), (SELECT count(*) FROM journal)
            """;

    private final RealDatabase production;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicLong looks = new AtomicLong();
    private @Nullable Connection connection;

    private Witness(RealDatabase production) {
        this.production = production;
    }

    static Witness of(RealDatabase production) {
        var witness = new Witness(production);
        var _ = witness.thread.scheduleWithFixedDelay(witness::look, 0, 100, TimeUnit.MILLISECONDS);
        return witness;
    }

    /// What it saw that staging never committed.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    long looks() {
        return looks.get();
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The witness did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void look() {
        try (Statement statement = connected().createStatement();
                ResultSet seen = statement.executeQuery(QUESTION)) {
            seen.next();
            looks.incrementAndGet();
            if (seen.getString(1) != null) {
                complaints.add(seen.getString(1));
            }
            if (seen.getLong(2) != seen.getLong(3)) {
                complaints.add(
                        "editors count %d lines, the journal has %d"
                                .formatted(seen.getLong(2), seen.getLong(3)));
            }
        } catch (SQLException e) {
            if (!Load.isLostConnection(e)) {
                complaints.add(e.toString());
            }
            connection = null;
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = production.connect();
            connection = open;
        }
        return open;
    }
}
