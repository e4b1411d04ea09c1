package io.stageline.operator.status;

import io.stageline.changelog.SourcePosition;
import io.stageline.database.Database;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/// What staging says of its log, and of who reads it.
interface StagingLog {
    /// Asks staging.
    interface Reader {
        StagingLog read(Database staging) throws SQLException;
    }

    /// Where it ends now.
    SourcePosition end();

    /// Up to where staging knows that it was read.
    Optional<SourcePosition> confirmed();

    /// Whether capture reads it now.
    boolean isRead();

    /// @param captured where the change log ends
    /// @param publishedBefore whether there was ever something to capture
    Judgement judge(Optional<SourcePosition> captured, boolean publishedBefore);

    /// How much log lies between two places, if that is known.
    OptionalLong bytes(SourcePosition from, SourcePosition to);
}
