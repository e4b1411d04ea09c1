package io.stageline.operator.demo;

import io.stageline.embedded.EmbeddedBroker;
import io.stageline.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Staging, production and the change log's broker, all on this machine and below one folder.
public final class DemoServers implements AutoCloseable {
    private static final String DATABASE = "shop";

    private final EmbeddedDatabase staging;
    private final EmbeddedDatabase production;
    private final EmbeddedBroker broker;
    private final Path folder;

    private DemoServers(
            EmbeddedDatabase staging,
            EmbeddedDatabase production,
            EmbeddedBroker broker,
            Path folder) {
        this.staging = staging;
        this.production = production;
        this.broker = broker;
        this.folder = folder;
    }

    /// Starts all three at once, and the databases with the shop in them.
    public static DemoServers start(Path folder) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<EmbeddedDatabase> staging =
                    threads.submit(() -> database(folder.resolve("staging")));
            Future<EmbeddedDatabase> production =
                    threads.submit(() -> database(folder.resolve("production")));
            Future<EmbeddedBroker> broker =
                    threads.submit(() -> EmbeddedBroker.start(folder.resolve("change-log")));
            List<Future<? extends AutoCloseable>> all = List.of(staging, production, broker);
            try {
                return new DemoServers(staging.get(), production.get(), broker.get(), folder);
            } catch (ExecutionException e) {
                throw closeAll(all, e);
            }
        }
    }

    private static EmbeddedDatabase database(Path folder) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(folder, Map.of());
        try {
            database.createDatabase(DATABASE);
            Shop.create(database.url(DATABASE), database.user(), database.password());
            return database;
        } catch (Exception e) {
            database.close();
            throw e;
        }
    }

    private static RuntimeException closeAll(
            List<Future<? extends AutoCloseable>> started, ExecutionException failure)
            throws InterruptedException {
        var refused = new IllegalStateException("A server of the demo did not start", failure);
        for (Future<? extends AutoCloseable> server : started) {
            try {
                server.get().close();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                refused.addSuppressed(e);
            }
        }
        return failure.getCause() instanceof RuntimeException cause ? cause : refused;
    }

    /// The configuration that `stageline run` would get for these servers.
    public String configuration() {
        return """
        pipeline: demo
        staging:    { url: "%s", user: %s, password: "%s" }
        production: { url: "%s", user: %s, password: "%s" }
        tables:     { include: [ "public.*" ], exclude: [ "public.customer_order" ] }
        change-log: { bootstrap-servers: "%s", replication-factor: 1, data-dir: "%s" }
        capture:    { tick-interval: 1s }
        publisher:  { on-conflict: halt, recheck-interval: 2s }
        """
                .formatted(
                        staging.url(DATABASE),
                        staging.user(),
                        staging.password(),
                        production.url(DATABASE),
                        production.user(),
                        production.password(),
                        broker.bootstrapServers(),
                        folder.resolve("change-log"));
    }

    /// How to look at staging and production with `psql`.
    public List<String> addresses() {
        List<String> lines = new ArrayList<>();
        lines.add("staging     " + psql(staging));
        lines.add("production  " + psql(production));
        return lines;
    }

    private static String psql(EmbeddedDatabase database) {
        return "psql postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(database.user(), database.password(), database.port(), DATABASE);
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
