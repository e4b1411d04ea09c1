package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// One who follows staging as long as he runs: his backlog and his latency are measured.
public interface Follower extends Peer {
    /// What is measured while he runs.
    interface Work {
        Figure measure(Running running, BenchDatabase production) throws SQLException, IOException;
    }

    /// As the report shows him.
    String title();

    /// Starts him on a slot and a production of his own, and cleans up.
    Figure follow(Site site, Work work) throws SQLException, IOException;

    @Override
    default List<Figure> drain(Site site) throws SQLException, IOException {
        var drain = new Drain(site);
        return List.of(
                follow(
                        site,
                        (running, production) ->
                                drain.compared(title(), drain.measure(running), production)));
    }

    @Override
    default List<Figure> warm(Site site) throws SQLException, IOException {
        var drain = new Drain(site);
        return List.of(
                follow(
                        site,
                        (running, production) -> {
                            Outcome outcome = drain.measure(running);
                            if (outcome instanceof Outcome.Measured) {
                                running.pause();
                                site.backlog().more();
                                running.goOn();
                                outcome = drain.measure(running);
                            }
                            return drain.compared(title(), outcome, production);
                        }));
    }

    @Override
    default List<Figure> pace(Site site) throws SQLException, IOException {
        return List.of(
                follow(
                        site,
                        (running, production) ->
                                new Pace(site, production).measure(title(), running)));
    }
}
