package io.stageline.capture;

import io.stageline.testing.MySqlDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// An editor at work in a MySQL staging until told to stop: short transactions of many rows, changed row keys and deletes, now
/// and then a large or compressed one, a definition that changes, a TRUNCATE. Knows what the change log must tell, in order.
final class MySqlEditors implements AutoCloseable {
    static final String TABLES =
            "CREATE TABLE quick (id bigint PRIMARY KEY, note text); CREATE TABLE other (id bigint PRIMARY KEY)";

    private final MySqlDatabase staging;
    private final Random random;
    private final List<String> told = new ArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final CompletableFuture<Void> work = new CompletableFuture<>();
    private volatile boolean going = true;
    private long next = 1;

    MySqlEditors(MySqlDatabase staging, long seed) {
        this.staging = staging;
        this.random = new Random(seed);
        Thread.ofPlatform()
                .name("mysql-editor")
                .daemon()
                .start(() -> {
                    try {
                        edit();
                        work.complete(null);
                    } catch (Throwable e) {
                        work.completeExceptionally(e);
                    }
                });
    }

    /// Allows so many commits more: the editor never runs far ahead of a slow machine's capture.
    void work(int commits) {
        permits.release(commits);
    }

    /// What the change log must tell.
    List<String> told() {
        return told;
    }

    @Override
    public void close() {
        going = false;
        permits.release(1_000_000);
        try {
            work.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The editor failed", e);
        }
    }

    private void edit() throws Exception {
        try (Connection connection = staging.connect();
                Statement statement = connection.createStatement()) {
            for (permits.acquire(); going; permits.acquire()) {
                switch (random.nextInt(10)) {
                    case 0 -> statement.execute("ALTER TABLE quick COMMENT = '" + next + "'");
                    case 1 -> statement.execute("INSERT INTO other VALUES (" + next++ + ")");
                    case 2 -> {
                        statement.execute("TRUNCATE quick");
                        told.add("truncate quick");
                    }
                    default -> transaction(connection, statement);
                }
            }
        }
    }

    private void transaction(Connection connection, Statement statement) throws SQLException {
        statement.execute("SET SESSION binlog_transaction_compression = " + random.nextInt(2));
        connection.setAutoCommit(false);
        int rows = random.nextInt(20) == 0 ? 3_000 : 1 + random.nextInt(200);
        long first = next;
        next += rows;
        insert(connection, first, rows);
        statement.execute("UPDATE quick SET id = -id WHERE id = " + first);
        told.add(
                "~ quick {id=%d, note=n%d} -> {id=%d, note=n%d}"
                        .formatted(first, first, -first, first));
        if (rows > 1) {
            long last = next - 1;
            statement.execute("DELETE FROM quick WHERE id = " + last);
            told.add("- quick {id=%d, note=n%d}".formatted(last, last));
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void insert(Connection connection, long first, int rows) throws SQLException {
        var sql = new StringBuilder("INSERT INTO quick VALUES ");
        for (long id = first; id < first + rows; id++) {
            sql.append(id == first ? "" : ", ").append("(%d, 'n%d')".formatted(id, id));
            told.add("+ quick {id=%d, note=n%d}".formatted(id, id));
        }
        try (PreparedStatement insert = connection.prepareStatement(sql.toString())) {
            insert.execute();
        }
    }
}
