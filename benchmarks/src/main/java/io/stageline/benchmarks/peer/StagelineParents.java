package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Titles;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// Stageline with `publisher.foreign-key-check: publisher`: the whole pipeline, and publishing alone.
final class StagelineParents implements Peer {
    private final StagelineRun run = new StagelineRun(Variant.PARENTS);
    private final StagelineStages stages = new StagelineStages(Variant.PARENTS);

    @Override
    public List<Figure> drain(Site site) throws SQLException, IOException {
        return Stream.concat(run.drain(site).stream(), stages.drain(site).stream())
                .filter(figure ->
                        !figure.peer().equals(Titles.CAPTURE)) // it is nobody's business here
                .toList();
    }

    @Override
    public List<Figure> warm(Site site) throws SQLException, IOException {
        return Stream.concat(run.warm(site).stream(), stages.warm(site).stream()).toList();
    }
}
