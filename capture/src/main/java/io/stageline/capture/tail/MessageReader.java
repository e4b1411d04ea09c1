package io.stageline.capture.tail;

import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.LogicalDecodingMessage;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.relational.Table;
import io.stageline.capture.SourceChange;
import io.stageline.capture.SourceEvent;
import io.stageline.capture.SourceEvent.Place;
import io.stageline.capture.SourceEvent.Role;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what Debezium's decoder made of staging's log, and numbers it as it comes. Owned by one thread.
final class MessageReader {
    private static final Logger log = LoggerFactory.getLogger(MessageReader.class);
    private static final int SHAPES_MAX = 10_000;

    private final PostgresSchema schema;
    private final ExactMetadata metadata;
    private final Map<String, RowShape> shapes = new HashMap<>();
    private @Nullable Open open;
    private boolean warned;

    MessageReader(PostgresSchema schema, ExactMetadata metadata) {
        this.schema = schema;
        this.metadata = metadata;
    }

    private static final class Open {
        private final TransactionId id;
        private final Map<String, Long> counts = new HashMap<>();
        private long total;

        private Open(TransactionId id) {
            this.id = id;
        }
    }

    /// Empty for what is neither a change nor a boundary nor a logical message of ours.
    ///
    /// @param at where staging's log was when it sent this
    Optional<SourceEvent> read(ReplicationMessage message, @Nullable Lsn at) {
        if (message.isSkippedMessage()) {
            warnOfSkipped();
            return Optional.empty();
        }
        return switch (message.getOperation()) {
            case BEGIN -> Optional.of(begin(message));
            case COMMIT -> Optional.of(end(position(at)));
            case INSERT, UPDATE, DELETE, TRUNCATE -> Optional.of(change(message, position(at)));
            case MESSAGE -> message((LogicalDecodingMessage) message);
            case ORIGIN, NOOP -> Optional.empty();
        };
    }

    private SourceEvent begin(ReplicationMessage message) {
        var id = new TransactionId(Long.toString(message.getTransactionId().orElseThrow()));
        if (open != null) {
            throw new IllegalStateException("Transaction " + id + " begins inside " + open.id);
        }
        open = new Open(id);
        return new SourceEvent.Begin(id, commitTime(message));
    }

    private SourceEvent end(PostgresLsn position) {
        Open current = opened();
        open = null;
        return new SourceEvent.End(current.id, position, current.total, current.counts);
    }

    private SourceEvent change(ReplicationMessage message, PostgresLsn position) {
        Open current = opened();
        RowShape shape = shape(message);
        long inTable = current.counts.merge(shape.collection(), 1L, Long::sum);
        var place = new Place(current.id, ++current.total, shape.collection(), inTable);
        ChangeEvent event = event(message, shape);
        List<String> keyColumns =
                event instanceof ChangeEvent.Truncate ? List.of() : shape.keyColumns();
        return new SourceEvent.Change(
                place, Role.WHOLE, new SourceChange(event, position, keyColumns));
    }

    private static ChangeEvent event(ReplicationMessage message, RowShape shape) {
        TableId table = shape.table();
        List<Column> before = message.getOldTupleList();
        List<Column> after = message.getNewTupleList();
        return switch (message.getOperation()) {
            case INSERT -> new ChangeEvent.Insert(table, shape.image(after));
            case UPDATE ->
                    before == null
                            ? new ChangeEvent.Update(table, null, shape.image(after))
                            : new ChangeEvent.Update(
                                    table, shape.before(before), shape.image(after, before));
            case DELETE -> new ChangeEvent.Delete(table, shape.before(before));
            case TRUNCATE -> new ChangeEvent.Truncate(table);
            case MESSAGE, BEGIN, COMMIT, NOOP, ORIGIN ->
                    throw new IllegalStateException("Not a change: " + message.getOperation());
        };
    }

    /// Transactional messages only: another one stands outside of every transaction.
    private Optional<SourceEvent> message(LogicalDecodingMessage message) {
        Open current = open;
        if (current == null
                || message.isLastEventForLsn()
                || !message.getPrefix().equals(LogicalTicks.PREFIX)) {
            return Optional.empty();
        }
        var content = new String(message.getContent(), StandardCharsets.UTF_8);
        return Optional.of(new SourceEvent.Message(current.id, ++current.total, content));
    }

    /// Staging describes a table anew whenever its definition may have changed. Debezium then makes new columns, whose names are
    /// new objects: that tells, at the cost of one comparison a row, whether the known shape still holds.
    private RowShape shape(ReplicationMessage message) {
        RowShape known = shapes.get(message.getTable());
        if (known != null && known.describes(message)) {
            return known;
        }
        if (shapes.size() >= SHAPES_MAX) {
            shapes.clear();
        }
        var id = io.debezium.relational.TableId.parse(message.getTable(), false);
        Table table = schema.tableFor(id);
        if (table == null) {
            throw new IllegalStateException("Debezium does not know table " + message.getTable());
        }
        var named = new TableId(id.schema(), id.table());
        var shape = new RowShape(named, table, metadata.logsWholeRows(named));
        shapes.put(message.getTable(), shape);
        return shape;
    }

    private Open opened() {
        Open current = open;
        if (current == null) {
            throw new IllegalStateException("A change or a commit came outside of a transaction");
        }
        return current;
    }

    private void warnOfSkipped() {
        if (!warned) {
            log.warn(
                    "Debezium leaves out a table of the PostgreSQL publication that it takes for the system's own");
            warned = true;
        }
    }

    private static Instant commitTime(ReplicationMessage message) {
        Instant time = message.getCommitTime();
        if (time == null) {
            throw new IllegalStateException("A transaction without its commit time");
        }
        return time;
    }

    private static PostgresLsn position(@Nullable Lsn at) {
        if (at == null) {
            throw new IllegalStateException("Debezium does not tell a position");
        }
        return new PostgresLsn(at.asLong());
    }
}
