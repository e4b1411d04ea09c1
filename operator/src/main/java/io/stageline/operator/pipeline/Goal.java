package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureStatus;
import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.database.Database;
import io.stageline.database.Dialect;
import io.stageline.operator.StagelineConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// "Everything up to now", for who wants to publish once and be done.
public sealed interface Goal {
    /// The sequence that production has to reach; empty while it is not known yet.
    Optional<Sequence> sequence(Pulse pulse);

    default boolean isReached(Pulse pulse) {
        return sequence(pulse)
                .flatMap(goal ->
                        pulse.publisher().filter(publisher -> !goal.isAfter(publisher.sequence())))
                .isPresent();
    }

    /// Everything that staging has committed up to now.
    static Goal everythingCommitted(StagelineConfig config) throws SQLException {
        var staging = new Database("stageline once", config.staging());
        try (Connection connection = staging.open();
                Statement statement = connection.createStatement()) {
            return Dialect.of(config.staging().url())
                    .<End>choose(Goal::endOfPostgres, Goal::endOfMySql)
                    .of(statement);
        }
    }

    /// Asks staging where its log ends.
    interface End {
        Goal of(Statement statement) throws SQLException;
    }

    /// Then commits a message behind that place, so that capture has something to pass it with even when nobody edits.
    private static Goal endOfPostgres(Statement statement) throws SQLException {
        PostgresLsn position;
        try (ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn()")) {
            row.next();
            position = PostgresLsn.parse(row.getString(1));
        }
        statement.execute("SELECT pg_logical_emit_message(true, 'stageline', 'once')");
        return new Passed(position);
    }

    /// The place is just behind the last commit, and capture's ticks come there by themselves.
    private static Goal endOfMySql(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW BINARY LOG STATUS")) {
            row.next();
            return new Reached(
                    new MySqlPosition(row.getString("File"), row.getLong("Position"), ""));
        }
    }

    /// Everything that the change log holds now.
    static Goal everythingCaptured(StagelineConfig config) {
        var topic = new ChangeLogTopic(config.changeLog(), config.pipeline());
        return new Held(topic.tail(Pipeline.LANE).resumePoint().sequence());
    }

    /// Whatever was captured when capture has come past a source position.
    record Passed(SourcePosition position) implements Goal {
        @Override
        public Optional<Sequence> sequence(Pulse pulse) {
            return pulse.capture()
                    .map(CaptureStatus::captured)
                    .filter(captured ->
                            captured.position().filter(at -> at.isAfter(position)).isPresent())
                    .map(captured -> captured.sequence());
        }
    }

    /// Whatever was captured when capture has come to a source position.
    record Reached(SourcePosition position) implements Goal {
        @Override
        public Optional<Sequence> sequence(Pulse pulse) {
            return pulse.capture()
                    .map(CaptureStatus::captured)
                    .filter(captured ->
                            captured.position().filter(at -> !position.isAfter(at)).isPresent())
                    .map(captured -> captured.sequence());
        }
    }

    /// A sequence of the change log.
    record Held(Sequence goal) implements Goal {
        @Override
        public Optional<Sequence> sequence(Pulse pulse) {
            return Optional.of(goal);
        }
    }
}
