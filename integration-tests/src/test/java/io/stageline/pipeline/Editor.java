package io.stageline.pipeline;

import io.stageline.database.FailureKind;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
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

    private final ServerKind kind;
    private final RealDatabase staging;
    private final Random random;
    private final Pace pace;

    Editor(ServerKind kind, RealDatabase staging, long seed, Pace pace) {
        this.kind = kind;
        this.staging = staging;
        this.random = new Random(seed);
        this.pace = pace;
    }

    @Override
    public void run() {
        try (Connection connection = staging.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    switch (kind) {
                        case POSTGRES ->
                                "SET lock_timeout = '500ms'; SET deadlock_timeout = '100ms'";
                        case MYSQL -> "SET innodb_lock_wait_timeout = 1";
                    });
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
        String sql = EditorActions.next(kind, random);
        Savepoint savepoint = connection.setSavepoint();
        try {
            statement.execute(sql);
            if (random.nextInt(12) == 0) {
                connection.rollback(savepoint); // thought better of it
            }
        } catch (SQLException e) {
            boolean gone = FailureKind.kindOf(e) == FailureKind.DEADLOCK; // with its savepoints
            if (gone || random.nextInt(10) == 0) {
                throw e;
            }
            connection.rollback(savepoint);
        }
    }

    private void sign(Statement statement) throws SQLException {
        long number = pace.next();
        int lines = 1 + random.nextInt(3);
        int amount = 1 + random.nextInt(1000);
        for (int line = 1; line <= lines; line++) {
            statement.execute(
                    "INSERT INTO ledger VALUES (%d, %d, %d)".formatted(number, line, lines));
        }
        statement.execute(
                "UPDATE debit SET amount = amount + %d WHERE id = %d"
                        .formatted(amount, 1 + random.nextInt(10)));
        statement.execute(
                "UPDATE credit SET amount = amount + %d WHERE id = %d"
                        .formatted(amount, 1 + random.nextInt(10)));
    }
}
