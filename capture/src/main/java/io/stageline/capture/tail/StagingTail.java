package io.stageline.capture.tail;

import io.stageline.capture.CaptureSettings;
import io.stageline.capture.tail.mysql.MySqlTail;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.topic.ResumePoint;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/// The door to staging's log, whichever database keeps it. [#prepare] and [#run] belong to one thread; [#stop] may be called
/// from any.
public interface StagingTail {
    /// The tail of the staging database that the settings name.
    static StagingTail of(CaptureSettings settings) {
        return settings.staging().url().startsWith(MySqlTail.SCHEME)
                ? new MySqlTail(settings)
                : new PostgresTail(settings);
    }

    /// Checks whether staging's log can be read from where the change log ends, and makes what is missing.
    ///
    /// @param at where the change log ends; without a position nothing was captured yet
    /// @param before whose log was captured up to there, if that is known
    /// @throws SQLException if staging cannot be reached or refuses
    Readiness prepare(ResumePoint at, Optional<SourceServer> before) throws SQLException;

    /// Reads on behind a position until it is stopped or fails. Blocks.
    TailEnd run(SourcePosition from, TailListener listener);

    /// Ends [#run] after the event it is at.
    void stop();

    /// Ticks until it is closed.
    Ticker tick(Clock clock);

    /// Staging's database name.
    String databaseName();
}
