package io.stageline.capture;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ResumePoint;
import java.sql.SQLException;
import java.util.Optional;

/// What cannot be lost any more. Staging's replication slot is confirmed only that far. Called from capture's threads,
/// often: an answer comes from memory.
public interface Durability {
    /// Where production already is; [ResumePoint#START] when unknown.
    ResumePoint floor();

    /// Empty: whatever the change log acknowledged is durable (an external cluster). Present: only source transactions up
    /// to this one may be confirmed to the slot (the embedded broker; the value is production's checkpoint).
    Optional<Sequence> durableUpTo();

    /// Finds out what cannot be lost, which takes servers that may not be there yet.
    interface Source {
        /// @throws SQLException if production has to be asked and cannot be
        /// @throws io.stageline.changelog.topic.ChangeLogException if Kafka has to be asked and cannot be
        Durability open() throws SQLException;
    }

    /// The durability of an external cluster.
    static Durability ofTheChangeLog() {
        return new Durability() {
            @Override
            public ResumePoint floor() {
                return ResumePoint.START;
            }

            @Override
            public Optional<Sequence> durableUpTo() {
                return Optional.empty();
            }
        };
    }
}
