package io.stageline.pipeline;

import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Random;

/// One of several people (and programs) who change staging at the same time. Each of its source transactions moves one amount
/// between debit and credit, does a few [EditorActions], and signs in the ledger. What staging refuses is rolled back, to a savepoint
/// or whole, and the editor goes on.
final class Editor implements Runnable {
    private static final int ACTIONS_MAX = 6;

    private final TestDatabase staging;
    private final Random random;
    private final Pace pace;

    Editor(TestDatabase staging, long seed, Pace pace) {
        this.staging = staging;
        this.random = new Random(seed);
        this.pace = pace;
    }

    @Override
    public void run() {
        try (Connection connection = staging.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '500ms'");
            statement.execute("SET deadlock_timeout = '100ms'");
            connection.setAutoCommit(false);
            while (pace.goesOn()) {
                edit(connection, statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("An editor cannot go on", e);
        }
    }

    private void edit(Connection connection, Statement statement) throws SQLException {
        try {
            sign(statement);
            int actions = random.nextInt(ACTIONS_MAX + 1);
            for (int i = 0; i < actions; i++) {
                act(connection, statement);
            }
            connection.commit();
            pace.commit();
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            connection.rollback();
        }
    }

    private void act(Connection connection, Statement statement) throws SQLException {
        String sql = EditorActions.next(random);
        Savepoint savepoint = connection.setSavepoint();
        try {
            statement.execute(sql);
            if (random.nextInt(12) == 0) {
                connection.rollback(savepoint); // thought better of it
            }
        } catch (SQLException e) {
            if (random.nextInt(10) == 0) {
                throw e;
            }
            connection.rollback(savepoint);
        }
    }

    private void sign(Statement statement) throws SQLException {
        long number = pace.next();
        int lines = 1 + random.nextInt(3);
        int amount = 1 + random.nextInt(1000);
        statement.execute(
                "INSERT INTO ledger SELECT %d, g, %d FROM generate_series(1, %d) g"
                        .formatted(number, lines, lines));
        statement.execute(
                "UPDATE debit SET amount = amount + %d WHERE id = %d"
                        .formatted(amount, 1 + random.nextInt(10)));
        statement.execute(
                "UPDATE credit SET amount = amount + %d WHERE id = %d"
                        .formatted(amount, 1 + random.nextInt(10)));
    }
}
