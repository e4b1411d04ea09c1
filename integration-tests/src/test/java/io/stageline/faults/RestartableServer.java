package io.stageline.faults;

import io.stageline.embedded.EmbeddedDatabase;
import io.stageline.embedded.EmbeddedMySql;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.PostgresServer;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// A database server of a test's own, as durable as an operator's, with one database.
final class RestartableServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String MYSQL_DATABASE = "shop";

    private final Supplier<? extends AutoCloseable> start;
    private final RealDatabase database;
    private AutoCloseable server;

    private <S extends AutoCloseable> RestartableServer(
            Supplier<S> start, Function<S, RealDatabase> createDatabase) {
        S first = start.get();
        this.start = start;
        this.server = first;
        this.database = createDatabase.apply(first);
    }

    static RestartableServer start(ServerKind kind, Path folder) {
        return switch (kind) {
            case POSTGRES ->
                    new RestartableServer(
                            () -> EmbeddedDatabase.start(folder, Map.of()),
                            it ->
                                    new PostgresServer(HOST, it.port(), it.user(), it.password())
                                            .createDatabase());
            case MYSQL ->
                    new RestartableServer(
                            () -> EmbeddedMySql.start(MySqlServers.program(), folder, Map.of()),
                            it ->
                                    new MySqlServer(HOST, it.port(), it.user(), it.password())
                                            .createDatabase(MYSQL_DATABASE));
        };
    }

    RealDatabase database() {
        return database;
    }

    /// In order, as its administrator would.
    void restart() {
        close();
        server = start.get();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("A server did not stop", e);
        }
    }
}
