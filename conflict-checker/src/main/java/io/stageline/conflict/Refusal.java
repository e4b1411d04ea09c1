package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TransactionHeader;
import io.stageline.database.FailureKind;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/// One change that production refused, or that found another row than expected, with what the database said.
public record Refusal(Conflict.Place place, ChangeEvent change, Cause cause) {
    /// A refusal of a change whose topic offset is not known.
    ///
    /// @param ordinal the change's place in its source transaction, from 1
    public Refusal(TransactionHeader transaction, long ordinal, ChangeEvent change, Cause cause) {
        this(new Conflict.Place(transaction, ordinal, OptionalLong.empty()), change, cause);
    }

    /// What the statement came to.
    public sealed interface Cause {
        /// No row had the row key (update, delete).
        record RowMissing() implements Cause {}

        /// A row had the row key, but not the values of the before image.
        record RowDiffers() implements Cause {}

        /// The database refused; it named the constraint and the column where it knows them.
        ///
        /// @param code as its documents list it, like `SQLSTATE 23505` or `MySQL error 1062`
        record Rejected(
                FailureKind kind,
                String code,
                Optional<String> constraint,
                Optional<String> column,
                String message)
                implements Cause {
            /// What an error of a statement says.
            public static Rejected by(
                    SQLException e,
                    Optional<String> constraint,
                    Optional<String> column,
                    String message) {
                return new Rejected(
                        FailureKind.kindOf(e), FailureKind.code(e), constraint, column, message);
            }
        }

        /// A constraint that waited until the end refused the source transaction. All of it is written, and the change is its
        /// last one: which one is guilty is not known.
        record RejectedAtEnd(Rejected rejected) implements Cause {}

        /// Production has no such table or column, or it cannot take this change.
        record SchemaDiffers(String what) implements Cause {}
    }
}
