package io.stageline.operator.pipeline;

import java.sql.SQLException;

/// A database could not be asked, where the caller's contract has no room for a checked exception.
final class UncheckedSqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncheckedSqlException(String message, SQLException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
