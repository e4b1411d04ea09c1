package io.stageline.pipeline;

import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Looks at production again and again while it is written, as its users do: every state it sees must be one that staging
/// committed. Read by the test when its thread has ended.
final class TornReader implements Runnable {
    private static final long PAUSE_MILLIS = 20;

    /// Sums that every source transaction keeps equal.
    private static final String SUMS =
            "SELECT (SELECT sum(amount) FROM debit) - (SELECT sum(amount) FROM credit)";

    /// Source transactions of which only a part is there.
    private static final String PARTS =
            """
            SELECT transaction, count(*), min(line_count) FROM ledger
            WHERE transaction > (SELECT coalesce(max(transaction), 0) - 500 FROM ledger)
            GROUP BY transaction HAVING count(*) <> min(line_count)
            """;

    private final RealDatabase production;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final List<String> torn = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong looks = new AtomicLong();

    TornReader(RealDatabase production) {
        this.production = production;
    }

    @Override
    public void run() {
        try (Connection connection = production.connect();
                Statement statement = connection.createStatement()) {
            do {
                look(statement);
            } while (!ending.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException e) {
            torn.add("The reader could not go on: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        ending.countDown();
    }

    long looks() {
        return looks.get();
    }

    List<String> torn() {
        return List.copyOf(torn);
    }

    private void look(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(SUMS)) {
            rows.next();
            if (rows.getLong(1) != 0) {
                torn.add("debit and credit differ by " + rows.getLong(1));
            }
        }
        try (ResultSet rows = statement.executeQuery(PARTS)) {
            while (rows.next()) {
                torn.add(
                        "source transaction %d shows %d of %d lines"
                                .formatted(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
            }
        }
        looks.incrementAndGet();
    }
}
