package io.stageline.operator.demo;

import io.stageline.database.Dialect;
import io.stageline.embedded.EmbeddedBroker;
import io.stageline.operator.demo.DemoKind.Role;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Staging, production and the change log's broker, all on this machine and below one folder.
public final class DemoServers implements AutoCloseable {
    private final DemoDatabase staging;
    private final DemoDatabase production;
    private final EmbeddedBroker broker;
    private final Path folder;

    private DemoServers(
            DemoDatabase staging, DemoDatabase production, EmbeddedBroker broker, Path folder) {
        this.staging = staging;
        this.production = production;
        this.broker = broker;
        this.folder = folder;
    }

    /// Starts all three at once, and the databases with the shop in them.
    ///
    /// @throws SQLException if a server refuses, or cannot be reached
    public static DemoServers start(DemoKind kind, Path folder)
            throws InterruptedException, SQLException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<DemoDatabase> staging =
                    threads.submit(() -> kind.start(Role.STAGING, folder.resolve("staging")));
            Future<DemoDatabase> production =
                    threads.submit(() -> kind.start(Role.PRODUCTION, folder.resolve("production")));
            Future<EmbeddedBroker> broker =
                    threads.submit(() -> EmbeddedBroker.start(folder.resolve("change-log")));
            List<Future<? extends AutoCloseable>> all = List.of(staging, production, broker);
            try {
                return new DemoServers(staging.get(), production.get(), broker.get(), folder);
            } catch (ExecutionException e) {
                closeAll(all, e);
                switch (e.getCause()) {
                    case SQLException cause -> throw cause;
                    case RuntimeException cause -> throw cause;
                    case null, default ->
                            throw new IllegalStateException(
                                    "A server of the demo did not start", e);
                }
            }
        }
    }

    private static void closeAll(
            List<Future<? extends AutoCloseable>> started, ExecutionException failure)
            throws InterruptedException {
        for (Future<? extends AutoCloseable> server : started) {
            try {
                server.get().close();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }

    /// The configuration that `stageline run` would get for these servers.
    public String configuration() {
        return """
        pipeline: demo
        staging:    { url: "%2$s", user: %3$s, password: "%4$s" }
        production: { url: "%5$s", user: %6$s, password: "%7$s" }
        tables:     { include: [ "%1$s.*" ], exclude: [ "%1$s.customer_order" ] }
        change-log: { bootstrap-servers: "%8$s", replication-factor: 1, data-dir: "%9$s" }
        capture:    { tick-interval: 1s }
        publisher:  { on-conflict: halt, recheck-interval: 2s }
        """
                .formatted(
                        Dialect.of(staging.url()).choose("public", Shop.DATABASE),
                        staging.url(),
                        staging.user(),
                        staging.password(),
                        production.url(),
                        production.user(),
                        production.password(),
                        broker.bootstrapServers(),
                        folder.resolve("change-log"));
    }

    /// How to look at staging and production.
    public List<String> addresses() {
        return List.of("staging     " + staging.client(), "production  " + production.client());
    }

    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (AutoCloseable server : List.of(staging, production, broker)) {
                Callable<Void> close =
                        () -> {
                            server.close();
                            return null;
                        };
                var _ = threads.submit(close);
            }
        }
    }
}
