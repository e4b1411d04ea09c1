package io.stageline.benchmarks.site;

import io.stageline.benchmarks.workload.Workload;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// A workload written to staging, waiting behind a replication slot. Every peer gets a copy of the slot as it was before the first
/// change, and a production database with the rows of that moment.
public final class Backlog {
    public static final String PUBLICATION = "bench";
    private static final String ORIGIN = "origin";

    private final Servers servers;
    private final Workload workload;
    private final BenchDatabase staging;
    private final BenchDatabase template;
    private String finish = "";
    private int finishes;
    private int written;
    private final long seed;

    private Backlog(
            Servers servers,
            Workload workload,
            long seed,
            BenchDatabase staging,
            BenchDatabase template) {
        this.servers = servers;
        this.workload = workload;
        this.seed = seed;
        this.staging = staging;
        this.template = template;
    }

    /// Makes both databases with their first rows, the slot, and then the changes.
    public static Backlog write(Servers servers, Workload workload, long seed) throws SQLException {
        Backlog backlog = prepare(servers, workload, seed);
        backlog.more();
        return backlog;
    }

    /// Both databases with their first rows and the slot; no change yet.
    private static Backlog prepare(Servers servers, Workload workload, long seed)
            throws SQLException {
        BenchDatabase staging = servers.newStaging(workload.name());
        BenchDatabase template = servers.newProduction(workload.name());
        for (BenchDatabase database : List.of(staging, template)) {
            database.execute(workload.schema());
            database.execute(workload.rows());
            database.execute("VACUUM ANALYZE");
        }
        staging.execute("CREATE SCHEMA bench");
        staging.execute(workload.procedure());
        staging.execute("CREATE PUBLICATION " + PUBLICATION + " FOR TABLE " + tables(staging));
        staging.execute(
                "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(ORIGIN));
        return new Backlog(servers, workload, seed, staging, template);
    }

    private static String tables(BenchDatabase staging) throws SQLException {
        return staging.value(
                "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables WHERE schemaname = 'public'");
    }

    /// Commits the workload's source transactions, or as many again. Writing them is not measured, so their commits wait for no
    /// disk.
    public void more() throws SQLException {
        changes(written + 1, written + workload.transactions());
        written += workload.transactions();
        finish();
        settle();
    }

    private void changes(int first, int last) throws SQLException {
        try (Connection connection = staging.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute(
                    "SELECT setseed(%s)".formatted(1.0 / (1 + Math.floorMod(seed + first, 1000))));
            statement.execute("CALL bench.write(%d, %d)".formatted(first, last));
        }
    }

    /// The last source transaction: who shows it has everything.
    public void finish() throws SQLException {
        finish = staging.value("SELECT pg_current_wal_insert_lsn()");
        staging.execute("UPDATE finish SET number = number + 1");
        finishes++;
    }

    /// What comes next finds servers that have nothing left to do.
    public void settle() throws SQLException {
        staging.execute("VACUUM ANALYZE");
        servers.settle();
    }

    public Workload workload() {
        return workload;
    }

    public BenchDatabase staging() {
        return staging;
    }

    public Servers servers() {
        return servers;
    }

    /// What table `finish` shows once the last source transaction is there.
    public int finishNumber() {
        return finishes;
    }

    /// A position in staging's log behind all changes and before the end of the last source transaction.
    public String finishPosition() {
        return finish;
    }

    /// A slot that has the whole backlog before it.
    public String newSlot(String name) throws SQLException {
        staging.execute(
                "SELECT pg_copy_logical_replication_slot('%s', '%s')".formatted(ORIGIN, name));
        return name;
    }

    public void dropSlot(String name) throws SQLException {
        staging.execute(
                """
                SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE slot_name = '%1$s';
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '%1$s'
                """
                        .formatted(name));
    }

    /// A production that stands where staging stood before the first change.
    public BenchDatabase newProduction(String name) throws SQLException {
        BenchDatabase production = servers.copyOf(template, name);
        servers.settle();
        return production;
    }

    public void drop(BenchDatabase production) throws SQLException {
        servers.drop(production);
    }

    /// Drops everything of it, so that staging may forget its log.
    public void discard() throws SQLException {
        dropSlot(ORIGIN);
        servers.drop(staging);
        servers.drop(template);
    }
}
