package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.publisher.state.HeldRows;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lane of pipeline `shop` with its held set in a real production, seen by its publisher.
record Lane(RealDatabase production, Connection connection, Holds holds) implements AutoCloseable {
    static final Instant COMMITTED = Instant.parse("2026-03-29T01:30:00.123456Z");

    static Lane open(ServerKind kind) throws SQLException {
        RealDatabase production = kind.createProduction();
        HeldRows.begin(production);
        Connection connection = production.open("a publisher");
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return new Lane(production, connection, Holds.open(connection, "shop", 0));
    }

    Catalogue catalogue() throws SQLException {
        return CatalogueReader.read(connection, id -> id.schema().equals(production.schema()));
    }

    TableId table(String name) {
        return new TableId(production.schema(), name);
    }

    static SourceTransaction transaction(long sequence, ChangeEvent... events) {
        var header =
                new TransactionHeader(
                        new Sequence(sequence),
                        new Epoch(3),
                        new TransactionId("77" + sequence),
                        COMMITTED);
        return new SourceTransaction(
                header, new PostgresLsn(42 + sequence), 100 + sequence, List.of(events));
    }

    /// @param values name and value, one after the other
    static RowImage row(@Nullable String... values) {
        String[] columns = new String[values.length / 2];
        @Nullable String[] texts = new @Nullable String[values.length / 2];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = String.valueOf(values[2 * i]);
            texts[i] = values[2 * i + 1];
        }
        return RowImage.owning(Columns.of(List.of(columns)), texts);
    }

    ChangeEvent insert(String table, @Nullable String... values) {
        return new ChangeEvent.Insert(table(table), row(values));
    }

    ChangeEvent delete(String table, @Nullable String... key) {
        return new ChangeEvent.Delete(table(table), row(key));
    }

    /// An update whose log does not tell the old row.
    ChangeEvent update(String table, @Nullable String... values) {
        return new ChangeEvent.Update(table(table), null, row(values));
    }

    /// Holds it as if production contradicted it.
    void hold(SourceTransaction transaction) throws SQLException {
        keep(transaction, new Reason.Contradicted(17, "In the way"));
    }

    void keep(SourceTransaction transaction, Reason reason) throws SQLException {
        connection.setAutoCommit(false);
        Footprint footprint = holds.footprint(connection, catalogue(), transaction.events());
        holds.keep(connection, List.of(new Waiting(transaction, footprint, reason)));
        commit();
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        holds.committed(connection);
    }

    /// Which of these must wait, in order.
    List<Long> waiting(SourceTransaction... later) throws SQLException {
        return holds.split(connection, catalogue(), List.of(later)).waiting().stream()
                .map(it -> it.transaction().sequence().value())
                .toList();
    }

    boolean waits(ChangeEvent... later) throws SQLException {
        return !waiting(transaction(1000, later)).isEmpty();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        production.close();
    }
}
