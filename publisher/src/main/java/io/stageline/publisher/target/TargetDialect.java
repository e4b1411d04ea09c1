package io.stageline.publisher.target;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Refusal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What differs from one kind of database to another in being written to. Belongs to one connection and its thread, but for its packer.
interface TargetDialect {
    Packer packer();

    void bind(PreparedStatement statement, List<@Nullable String> values) throws SQLException;

    /// Empties tables inside the caller's transaction.
    Outcome truncate(List<TableId> tables) throws SQLException;

    /// Whether an error that is of no known kind says nothing about the data.
    boolean isOfTheServer(SQLException e);

    /// What a refusal says, with the names it tells reliably.
    Refusal.Cause.Rejected cause(SQLException e);
}
