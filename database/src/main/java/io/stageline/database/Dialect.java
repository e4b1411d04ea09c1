package io.stageline.database;

import io.stageline.changelog.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What differs from one kind of database to the other in opening sessions, quoting names and reading the catalogue. The scheme of
/// the JDBC URL chooses; nobody asks which one it is.
public sealed interface Dialect permits PostgresDialect, MySqlDialect {
    /// How long a server may take to answer when a session is opened.
    int CONNECT_SECONDS = 10;

    /// The dialect of a JDBC URL.
    ///
    /// @throws IllegalArgumentException if it is of neither kind
    static Dialect of(String url) {
        return Stream.of(new PostgresDialect(), new MySqlDialect())
                .filter(dialect -> url.startsWith(dialect.scheme()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("A JDBC URL of no database known here"));
    }

    /// The dialect of a session, whoever opened it.
    static Dialect of(Connection connection) throws SQLException {
        return of(connection.getMetaData().getURL());
    }

    /// Of two forms of the same thing the one for this kind of database: how a room whose statements differ chooses among them.
    <T> T choose(T postgres, T mySql);

    /// What a URL of this kind begins with.
    String scheme();

    /// As people call it.
    String product();

    /// What the driver is told when a session is opened, on top of user and password.
    ///
    /// @param applicationName what the server shows of the session
    Properties driverProperties(String applicationName);

    /// Fixes all settings of a session that input and output of values, or what a statement does, depend on.
    void makeExact(Connection connection) throws SQLException;

    /// Quotes a name for SQL: the one place where a name from a catalogue becomes part of a statement.
    String quote(String name);

    /// A table with its schema, quoted. A schema of MySQL is a database.
    default String quote(TableId table) {
        return quote(table.schema()) + "." + quote(table.table());
    }

    /// Reads all tables that `wanted` accepts, at one moment: in the caller's transaction, or in one of its own.
    Catalogue catalogue(Connection connection, Predicate<TableId> wanted) throws SQLException;

    /// What [CatalogueReader#actingOn] tells.
    Map<TableId, Set<ForeignKey>> actingOn(Connection connection, Set<TableId> parents)
            throws SQLException;

    /// The moment in a column of a table of our own: a `timestamptz`, or a `datetime(6)` of MySQL that means UTC.
    Optional<Instant> instant(ResultSet row, int column) throws SQLException;

    /// A moment as a parameter for such a column; its NULL where there is none.
    void setInstant(PreparedStatement statement, int index, Optional<Instant> instant)
            throws SQLException;
}
