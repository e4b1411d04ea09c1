package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// One who is measured.
public interface Peer {
    /// Drains the backlog; gives one figure for each of its stages.
    List<Figure> drain(Site site) throws SQLException, IOException;
}
