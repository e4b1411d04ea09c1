package io.stageline.conflict;

import java.util.Locale;

/// The kinds of conflict, named as PostgreSQL 18's `pg_stat_subscription_stats` names those it has.
public enum ConflictType {
    /// the row key to insert is already there with other values
    INSERT_EXISTS,
    /// the update moves a row to a primary or unique key value that another production row holds
    UPDATE_EXISTS,
    /// an insert's secondary unique key value is held by another row key
    UNIQUE_EXISTS,
    /// more than one unique key is taken
    MULTIPLE_UNIQUE_CONFLICTS,
    /// the row to update is not there
    UPDATE_MISSING,
    /// the row to delete is not there
    DELETE_MISSING,
    /// the row to update is not the before image: somebody else changed it
    UPDATE_ORIGIN_DIFFERS,
    /// the row to delete is not the before image: somebody else changed it
    DELETE_ORIGIN_DIFFERS,
    /// the parent a foreign key needs is not there
    PARENT_MISSING,
    /// a row still refers to the one to be deleted or re-keyed
    CHILD_EXISTS,
    /// length, not-null, check or type refuses a value
    VALUE_REJECTED,
    /// table or column is missing or incompatible in production
    SCHEMA_MISMATCH;

    /// The name people see and query: `insert_exists`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
