package io.stageline.changelog;

/// Where in staging's log a source transaction ended. Positions of one staging database are ordered; comparing
/// positions of different kinds is a broken invariant.
public sealed interface SourcePosition extends Comparable<SourcePosition>
        permits PostgresLsn, MySqlPosition {
    /// The form kept in the change log, in checkpoints and shown to people; [#parse] reads it again.
    String text();

    default boolean isAfter(SourcePosition other) {
        return compareTo(other) > 0;
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException if the text is no position of any database known here
    static SourcePosition parse(String text) {
        return MySqlPosition.isMeant(text) ? MySqlPosition.parse(text) : PostgresLsn.parse(text);
    }
}
