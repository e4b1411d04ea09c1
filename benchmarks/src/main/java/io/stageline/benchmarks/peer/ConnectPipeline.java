package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Titles;
import io.stageline.benchmarks.compare.Comparison;
import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Debezium's PostgreSQL source and JDBC sink on a Kafka Connect worker, over a broker in a process of its own. Foreign and secondary
/// unique keys are dropped in production, for its task fails with them: it writes table by table.
public final class ConnectPipeline implements Follower {
    private static final String NAME = "connect";

    /// Kafka's own start script has these.
    private static final List<String> JVM =
            List.of(
                    "-Xms256m",
                    "-Xmx2g",
                    "-XX:+UseG1GC",
                    "-XX:MaxGCPauseMillis=20",
                    "-XX:InitiatingHeapOccupancyPercent=35",
                    "-XX:+ExplicitGCInvokesConcurrent");

    private static final String DROP_CONSTRAINTS =
            """
            DO $$
            DECLARE
                each record;
            BEGIN
                FOR each IN
                    SELECT conrelid::regclass AS relation, conname FROM pg_constraint
                    WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'u')
                    ORDER BY contype
                LOOP
                    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', each.relation, each.conname);
                END LOOP;
            END $$
            """;

    @Override
    public String title() {
        return Titles.CONNECT;
    }

    @Override
    public Figure follow(Site site, Work work) throws SQLException, IOException {
        Backlog backlog = site.backlog();
        String slot = backlog.newSlot(NAME);
        BenchDatabase production = backlog.newProduction(NAME);
        production.execute(DROP_CONSTRAINTS);
        try (Broker broker = Broker.start(site);
                Running running = start(site, production, slot, broker)) {
            return work.measure(running, production);
        } finally {
            backlog.drop(production);
            backlog.dropSlot(slot);
        }
    }

    static Running start(Site site, BenchDatabase production, String slot, Broker broker)
            throws SQLException, IOException {
        var files = new ConnectFiles(site, broker.bootstrapServers());
        files.makeTopics();
        Child child =
                Child.java(
                        NAME,
                        site.folder(),
                        JVM,
                        classPath(site.connectClassPath()),
                        List.of(
                                "io.stageline.benchmarks.connect.ConnectWorker",
                                files.worker().toString(),
                                files.source(slot).toString(),
                                files.sink(production).toString()));
        return new Connect(
                child,
                broker,
                new SlotWatch(site.backlog(), slot),
                new FinishWatch(site.backlog(), production),
                site.backlog().staging(),
                production);
    }

    private static String classPath(Path file) throws IOException {
        return file.resolveSibling("classes") + ":" + Files.readString(file).strip();
    }

    private record Connect(
            Child child,
            Broker broker,
            SlotWatch slot,
            FinishWatch finish,
            BenchDatabase staging,
            BenchDatabase production)
            implements Running {
        @Override
        public Map<String, Meter> processes() {
            var meters = new LinkedHashMap<String, Meter>();
            meters.put("connect worker", child.meter());
            meters.put("broker", broker.meter());
            return meters;
        }

        @Override
        public boolean begun() throws SQLException {
            return slot.isActive();
        }

        @Override
        public boolean reached() throws SQLException {
            return finish.isReached();
        }

        /// Its tables come through topics of their own: the last transaction may be there before others.
        @Override
        public boolean settled() throws SQLException {
            return Comparison.of(staging, production) instanceof Comparison.Equal;
        }

        @Override
        public Optional<String> failure() {
            return child.said("failed").or(child::ended).or(broker::ended);
        }

        @Override
        public void pause() {
            child.pause();
        }

        @Override
        public void goOn() {
            child.goOn();
        }

        @Override
        public void close() {
            child.close();
            slot.close();
            finish.close();
        }
    }
}
