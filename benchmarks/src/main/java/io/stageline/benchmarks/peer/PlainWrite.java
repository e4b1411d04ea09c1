package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.meter.Meters;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// A limit: the net effect of the whole backlog, already in tables of production, written with one statement for each table and kind,
/// in one transaction. Nobody who writes these rows is faster. Once with foreign keys checked, once without.
public final class PlainWrite implements Peer {
    private static final String NAME = "plain_write";

    @Override
    public List<Figure> drain(Site site) throws SQLException, IOException {
        return List.of(
                write(site, "limit: plain set-based write, foreign keys checked", "origin"),
                write(site, "limit: plain set-based write, foreign keys not checked", "replica"));
    }

    private static Figure write(Site site, String name, String role)
            throws SQLException, IOException {
        Backlog backlog = site.backlog();
        var drain = new Drain(site);
        BenchDatabase production = backlog.newProduction(NAME);
        try {
            NetEffect effect = NetEffect.prepare(backlog.staging(), production);
            backlog.settle();
            Outcome outcome = write(site, production, role, effect.statements());
            return drain.compared(name, outcome, production).withChanges(effect.rows());
        } finally {
            backlog.drop(production);
        }
    }

    private static Outcome write(
            Site site, BenchDatabase production, String role, List<String> statements)
            throws SQLException, IOException {
        try (Connection connection = production.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = " + role);
            connection.setAutoCommit(false);
            var meters = new Meters(Drain.meters(site, Map.of()));
            meters.begin();
            long begin = System.nanoTime();
            for (String sql : statements) {
                statement.execute(sql);
                meters.look();
            }
            connection.commit();
            return new Outcome.Measured((System.nanoTime() - begin) / 1e9, meters.uses(), "");
        }
    }
}
