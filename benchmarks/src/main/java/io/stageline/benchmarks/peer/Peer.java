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

    /// As [#drain], but of a second backlog, made while he was stopped: he has drained one as large before. Nothing from who
    /// works through one backlog only.
    default List<Figure> warm(Site site) throws SQLException, IOException {
        return List.of();
    }

    /// Measures commit to visible, when he is warm. Nothing from who does not follow staging.
    default List<Figure> pace(Site site) throws SQLException, IOException {
        return List.of();
    }
}
