package io.stageline.database;

import io.stageline.changelog.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Reads the catalogue of whatever database a session is of.
public final class CatalogueReader {
    private CatalogueReader() {}

    public static Catalogue read(Connection connection, TableSelection selection)
            throws SQLException {
        return read(connection, selection::selects);
    }

    /// Reads all tables that `wanted` accepts, at one moment: in the caller's transaction, or in one of its own.
    public static Catalogue read(Connection connection, Predicate<TableId> wanted)
            throws SQLException {
        return Dialect.of(connection).catalogue(connection, wanted);
    }

    /// The foreign keys by which a delete from one of these tables deletes or changes rows that refer to it, by the table of those
    /// rows, as PostgreSQL has them now. None are told of MySQL.
    public static Map<TableId, Set<ForeignKey>> actingOn(
            Connection connection, Set<TableId> parents) throws SQLException {
        return Dialect.of(connection).actingOn(connection, parents);
    }
}
