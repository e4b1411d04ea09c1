package io.stageline.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What an error of the database means, told by its SQLState (PostgreSQL) or its number (MySQL), never by its message.
public enum FailureKind {
    /// the connection broke, could not be made, or the server has none left
    CONNECTION,
    /// chosen as the victim of a deadlock
    DEADLOCK,
    /// a concurrent transaction was first
    SERIALIZATION,
    /// a lock was not to be had in time
    LOCK_TIMEOUT,
    /// the server is stopping, starting or recovering
    SHUTDOWN,
    DISK_FULL,
    /// a standby, or a database set to read only
    READ_ONLY,
    /// cancelled: by statement_timeout, transaction_timeout or a person
    STATEMENT_TIMEOUT,
    /// a unique key or exclusion constraint refused
    UNIQUE,
    /// a foreign key refused
    FOREIGN_KEY,
    /// a foreign key refused that waits for nothing that follows (PostgreSQL's RESTRICT)
    RESTRICT,
    /// another constraint refused: a check, NOT NULL
    INTEGRITY,
    /// a value does not fit its type, or a trigger refused it
    VALUE,
    /// table, column, type or operator is missing or another one
    SCHEMA,
    /// the role may not do this, or may not even connect
    PRIVILEGE,
    OTHER;

    /// What happened, for people.
    public String sentence() {
        return switch (this) {
            case CONNECTION -> "the connection broke or could not be made";
            case DEADLOCK -> "it was the victim of a deadlock with another session";
            case SERIALIZATION -> "a concurrent transaction was first";
            case LOCK_TIMEOUT -> "another session holds a lock";
            case SHUTDOWN -> "the server is stopping, starting or recovering";
            case DISK_FULL -> "the server's disk is full";
            case READ_ONLY -> "the database is read only (a standby, or set so)";
            case STATEMENT_TIMEOUT ->
                    "a statement was cancelled (statement_timeout, transaction_timeout or a person)";
            case PRIVILEGE -> "the role may not do this";
            case UNIQUE, FOREIGN_KEY, RESTRICT, INTEGRITY, VALUE, SCHEMA, OTHER -> "it was refused";
        };
    }

    /// Only MySQL numbers its errors; PostgreSQL's have 0. What MySQL's driver says itself has no number but a SQLState.
    public static FailureKind kindOf(SQLException e) {
        return e.getErrorCode() == 0
                ? kindOf(e.getSQLState())
                : MySqlFailures.kindOf(e.getErrorCode());
    }

    /// What the database's documents list an error under.
    public static String code(SQLException e) {
        return e.getErrorCode() == 0
                ? "SQLSTATE " + e.getSQLState()
                : "MySQL error " + e.getErrorCode();
    }

    /// Of an error of PostgreSQL.
    ///
    /// @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL's error codes</a>
    public static FailureKind kindOf(@Nullable String sqlState) {
        return switch (sqlState) {
            case null -> OTHER;
            // 40003: the commit's fate is unknown; 53300: no connection left; 25P03: idle for too
            // long
            case "40003", "53300", "25P03" -> CONNECTION;
            case "40P01" -> DEADLOCK;
            case "40001" -> SERIALIZATION;
            case "55P03" -> LOCK_TIMEOUT;
            case "57P01", "57P02", "57P03", "57P05" -> SHUTDOWN;
            case "53100" -> DISK_FULL;
            case "25006" -> READ_ONLY;
            case "57014", "25P04" -> STATEMENT_TIMEOUT;
            case "23505", "23P01" -> UNIQUE;
            case "23503" -> FOREIGN_KEY;
            case "23001" -> RESTRICT;
            case "44000" -> INTEGRITY; // WITH CHECK OPTION
            // P0001: RAISE in a trigger; 54000: a value too long for its index
            case "P0001", "54000" -> VALUE;
            // 0A000: "cached plan must not change result type", after DDL under a prepared
            // statement
            case "42P01", "42703", "42704", "42804", "42846", "42883" -> SCHEMA;
            case "42809", "428C9", "3F000", "0A000" -> SCHEMA;
            case "42501" -> PRIVILEGE;
            default -> ofClass(sqlState);
        };
    }

    private static FailureKind ofClass(String sqlState) {
        return switch (sqlState.substring(0, Math.min(2, sqlState.length()))) {
            case "08" -> CONNECTION;
            case "22" -> VALUE;
            case "23" -> INTEGRITY;
            case "28" -> PRIVILEGE;
            default -> OTHER;
        };
    }
}
