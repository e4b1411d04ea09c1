package io.stageline.benchmarks.site;

import io.stageline.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/// Staging and production, two PostgreSQL servers with the same settings below one folder.
public final class Servers implements AutoCloseable {
    /// Larger than the embedded server's own; no checkpoint falls into one measurement and not into another.
    public static final Map<String, String> SETTINGS =
            Map.of(
                    "shared_buffers", "256MB",
                    "max_wal_size", "8GB",
                    "checkpoint_timeout", "1h",
                    "max_logical_replication_workers", "8");

    private final Path folder;
    private final EmbeddedDatabase staging;
    private final EmbeddedDatabase production;

    private Servers(Path folder, EmbeddedDatabase staging, EmbeddedDatabase production) {
        this.folder = folder;
        this.staging = staging;
        this.production = production;
    }

    public static Servers start(Path folder) {
        EmbeddedDatabase staging = EmbeddedDatabase.start(folder.resolve("staging"), SETTINGS);
        try {
            return new Servers(
                    folder,
                    staging,
                    EmbeddedDatabase.start(folder.resolve("production"), SETTINGS));
        } catch (RuntimeException | Error e) {
            staging.close();
            throw e;
        }
    }

    public Path stagingData() {
        return folder.resolve("staging/data");
    }

    public Path productionData() {
        return folder.resolve("production/data");
    }

    BenchDatabase newStaging(String name) {
        return created(staging, name);
    }

    BenchDatabase newProduction(String name) {
        return created(production, name);
    }

    BenchDatabase copyOf(BenchDatabase template, String name) throws SQLException {
        admin(template.server())
                .execute(
                        "CREATE DATABASE \"%s\" TEMPLATE \"%s\" STRATEGY file_copy"
                                .formatted(name, template.name()));
        return new BenchDatabase(template.server(), name);
    }

    void drop(BenchDatabase database) throws SQLException {
        admin(database.server())
                .execute("DROP DATABASE IF EXISTS \"" + database.name() + "\" WITH (FORCE)");
    }

    /// Everything written so far is on disk: no peer pays for what was before it.
    void settle() throws SQLException {
        admin(staging).execute("CHECKPOINT");
        admin(production).execute("CHECKPOINT");
    }

    /// What the server calls itself.
    public String version() throws SQLException {
        return admin(staging).value("SHOW server_version");
    }

    private static BenchDatabase admin(EmbeddedDatabase server) {
        return new BenchDatabase(server, "postgres");
    }

    private static BenchDatabase created(EmbeddedDatabase server, String name) {
        server.createDatabase(name);
        return new BenchDatabase(server, name);
    }

    @Override
    public void close() {
        try {
            production.close();
        } finally {
            staging.close();
        }
    }
}
