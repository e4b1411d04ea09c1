package io.stageline.publisher;

import io.stageline.database.Database;
import io.stageline.database.FailureKind;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A failure of the surroundings, for people.
///
/// @param productionAnswers whether production can be told about it
record Trouble(String sentence, boolean productionAnswers) {
    static Trouble with(Database production, SQLException e) {
        FailureKind kind = FailureKind.kindOf(e);
        String sentence =
                "Production %s: %s: %s (SQLState %s)"
                        .formatted(
                                production.describe(), kind.sentence(), told(e), e.getSQLState());
        return new Trouble(
                sentence,
                switch (kind) {
                    case CONNECTION, SHUTDOWN, READ_ONLY -> false;
                    case DEADLOCK,
                            SERIALIZATION,
                            LOCK_TIMEOUT,
                            DISK_FULL,
                            STATEMENT_TIMEOUT,
                            UNIQUE,
                            FOREIGN_KEY,
                            RESTRICT,
                            INTEGRITY,
                            VALUE,
                            SCHEMA,
                            PRIVILEGE,
                            OTHER ->
                            true;
                });
    }

    /// What the server said first: what it adds may hold values of rows.
    private static String told(SQLException e) {
        @Nullable ServerErrorMessage message =
                e instanceof PSQLException refusal ? refusal.getServerErrorMessage() : null;
        return Optional.ofNullable(message)
                .map(ServerErrorMessage::getMessage)
                .orElse(String.valueOf(e.getMessage()));
    }
}
