package io.stageline.publisher;

import io.stageline.conflict.ConflictChecker;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Database;
import io.stageline.publisher.plan.Planner;
import io.stageline.publisher.target.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The applying connection to production with what was learned about production's catalogue. Owned by one thread.
final class ProductionSession implements AutoCloseable {
    private static final String NAME = "SELECT set_config('application_name', ?, false)";

    private final Connection connection;
    private Catalogue catalogue;
    private Target target;

    private ProductionSession(Connection connection, Catalogue catalogue, Target target) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.target = target;
    }

    /// @param applicationName tells the sessions of this lane's publishers from all others, whatever the URL says
    static ProductionSession open(Database database, String applicationName) throws SQLException {
        Connection connection = database.open();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try (PreparedStatement statement = connection.prepareStatement(NAME)) {
                statement.setString(1, applicationName);
                statement.execute();
            }
            Catalogue catalogue = CatalogueReader.read(connection, _ -> true);
            return new ProductionSession(connection, catalogue, Target.on(connection, catalogue));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// Looks again what production is like; outside a transaction.
    void refresh() throws SQLException {
        connection.setAutoCommit(true);
        catalogue = CatalogueReader.read(connection, _ -> true);
        target = Target.on(connection, catalogue);
    }

    Connection connection() {
        return connection;
    }

    Target target() {
        return target;
    }

    Planner planner() {
        return new Planner(catalogue);
    }

    Catalogue catalogue() {
        return catalogue;
    }

    ConflictChecker checker() {
        return new ConflictChecker(catalogue);
    }

    /// The next statement begins a production transaction.
    void begin() throws SQLException {
        connection.setAutoCommit(false);
        target.deferConstraints();
    }

    void rollBack() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
