package io.stageline.operator.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Examines the two servers of a pipeline, staging first: one for each kind of database, and for one examination. What was found stands
/// in the findings even if the server fails in between.
interface Examiner {
    void staging(Connection connection, List<Finding> findings) throws SQLException;

    /// Compares production with staging, if that could be examined.
    void production(Connection connection, List<Finding> findings) throws SQLException;
}
