package io.stageline.operator;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.database.FailureKind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Which exit code a failure of the surroundings stands for.
final class Failures {
    private Failures() {}

    static ExitCode exitCode(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ChangeLogException) {
                return ExitCode.UNREACHABLE;
            }
            if (cause instanceof SQLException refused) {
                return exitCode(FailureKind.kindOf(refused));
            }
        }
        return ExitCode.INTERNAL;
    }

    private static ExitCode exitCode(FailureKind kind) {
        return switch (kind) {
            case CONNECTION, SHUTDOWN, PRIVILEGE -> ExitCode.UNREACHABLE;
            case DISK_FULL, READ_ONLY, DEADLOCK, SERIALIZATION, LOCK_TIMEOUT, STATEMENT_TIMEOUT ->
                    ExitCode.UNHEALTHY;
            case UNIQUE, FOREIGN_KEY, RESTRICT, INTEGRITY, VALUE, SCHEMA, OTHER ->
                    ExitCode.INTERNAL;
        };
    }
}
