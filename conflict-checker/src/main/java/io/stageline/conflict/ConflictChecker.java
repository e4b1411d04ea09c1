package io.stageline.conflict;

import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.FailureKind;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;

/// The door: tells why production refused a change, with everything an operator needs to decide.
///
/// It reads single rows; that is slow and fine, because it runs once for a change that already failed. Equality is that of
/// the text the database prints: stricter than `=`, for which 1.0 and 1.00, two spellings of an interval or 'a' and 'A' are the same. So a
/// change counts as applied only if nobody could tell the rows apart.
public final class ConflictChecker {
    private final Catalogue production;

    /// @param production the tables of production as the publisher knows them
    public ConflictChecker(Catalogue production) {
        this.production = production;
    }

    /// Reads in production why the change was refused. Changes nothing.
    ///
    /// @param connection inside the open production transaction, rolled back to before the guilty change
    /// @throws SQLException if production fails; what production merely refuses to show is left out of the story
    public Verdict explain(Connection connection, Refusal refusal) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Verdict verdict;
        try {
            Optional<Table> table = table(connection, refusal);
            verdict = new Investigation(connection, table, refusal).verdict();
        } catch (SQLException e) {
            switch (FailureKind.kindOf(e)) {
                // A value that production cannot read, a catalogue that changed, a table we may not
                // see: go by the cause.
                case VALUE, UNIQUE, FOREIGN_KEY, RESTRICT, INTEGRITY, SCHEMA, PRIVILEGE ->
                        connection.rollback(before);
                case CONNECTION,
                        DEADLOCK,
                        SERIALIZATION,
                        LOCK_TIMEOUT,
                        SHUTDOWN,
                        DISK_FULL,
                        READ_ONLY,
                        STATEMENT_TIMEOUT,
                        OTHER ->
                        throw e;
            }
            verdict = Hearsay.verdict(production.table(refusal.change().table()), refusal);
        }
        connection.releaseSavepoint(before);
        return verdict;
    }

    /// The table as the publisher knew it; after a refusal of the schema, as it is now.
    private Optional<Table> table(Connection connection, Refusal refusal) throws SQLException {
        boolean schemaRefused =
                switch (refusal.cause()) {
                    case Refusal.Cause.SchemaDiffers _ -> true;
                    case Refusal.Cause.Rejected rejected -> rejected.kind() == FailureKind.SCHEMA;
                    case Refusal.Cause.RowMissing _,
                            Refusal.Cause.RowDiffers _,
                            Refusal.Cause.RejectedAtEnd _ ->
                            false;
                };
        Optional<Table> known = production.table(refusal.change().table());
        return schemaRefused || known.isEmpty()
                ? CatalogueReader.read(connection, refusal.change().table()::equals)
                        .table(refusal.change().table())
                : known;
    }
}
