package io.stageline.publisher;

import io.stageline.conflict.ConflictChecker;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Database;
import io.stageline.publisher.plan.Planner;
import io.stageline.publisher.state.Surroundings;
import io.stageline.publisher.target.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;

/// The applying connection to production with what was learned about production's catalogue. Owned by one thread;
/// only [#batchPlanner] may be called from others.
final class ProductionSession implements AutoCloseable {
    private final Connection connection;
    private final OptionalInt parentsFrom;
    private volatile Known known;

    /// What is known of production at one time.
    private record Known(Catalogue catalogue, Target target) {
        private static Known of(Connection connection, OptionalInt parentsFrom)
                throws SQLException {
            Catalogue catalogue = CatalogueReader.read(connection, _ -> true);
            return new Known(catalogue, Target.on(connection, catalogue, parentsFrom));
        }
    }

    private ProductionSession(Connection connection, OptionalInt parentsFrom, Known known) {
        this.connection = connection;
        this.parentsFrom = parentsFrom;
        this.known = known;
    }

    /// @param applicationName tells the sessions of this lane's publishers from all others, whatever the URL says
    /// @param parentsFrom [PublisherConfig#parentsFrom]
    static ProductionSession open(
            Database database, String applicationName, OptionalInt parentsFrom)
            throws SQLException {
        Connection connection = database.open();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            Surroundings.join(connection, applicationName);
            return new ProductionSession(
                    connection, parentsFrom, Known.of(connection, parentsFrom));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// Looks again what production is like; outside a transaction.
    void refresh() throws SQLException {
        connection.setAutoCommit(true);
        known = Known.of(connection, parentsFrom);
    }

    Connection connection() {
        return connection;
    }

    Target target() {
        return known.target;
    }

    /// Plans for production as it is known now; may be asked for from any thread.
    BatchPlanner batchPlanner() {
        Known now = known;
        return new BatchPlanner(new Planner(now.catalogue), now.target.packer());
    }

    Planner planner() {
        return new Planner(known.catalogue);
    }

    Catalogue catalogue() {
        return known.catalogue;
    }

    ConflictChecker checker() {
        return new ConflictChecker(known.catalogue);
    }

    /// The next statement begins a production transaction.
    void begin() throws SQLException {
        connection.setAutoCommit(false);
        known.target.deferConstraints();
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
