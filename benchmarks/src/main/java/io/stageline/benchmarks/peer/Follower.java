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

    /// As [#drain], but of a second backlog, made while he was stopped: he has drained one as large before.
    default Figure warm(Site site) throws SQLException, IOException {
        var drain = new Drain(site);
        return follow(
                site,
                (running, production) -> {
                    Outcome first = drain.measure(running);
                    if (!(first instanceof Outcome.Measured)) {
                        return drain.figure(title(), first);
                    }
                    running.pause();
                    site.backlog().more();
                    running.goOn();
                    return drain.compared(title(), drain.measure(running), production);
                });
    }

    /// Measures commit to visible, when he is warm.
    default Figure pace(Site site) throws SQLException, IOException {
        return follow(
                site,
                (running, production) -> new Pace(site, production).measure(title(), running));
    }
}
