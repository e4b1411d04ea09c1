package io.stageline.capture.tail.mysql;

import io.stageline.capture.SourceChange;
import io.stageline.capture.SourceEvent;
import io.stageline.capture.SourceEvent.Place;
import io.stageline.capture.SourceEvent.Role;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the binlog's events as they come and numbers the changes of each transaction. A transaction without a selected change is
/// passed in silence. Owned by one thread.
final class BinlogReader {
    private static final Logger log = LoggerFactory.getLogger(BinlogReader.class);

    private final BinlogPlace place;
    private final BinlogTables tables;
    private final Cascades cascades;
    private final boolean lowerCase;
    private final Consumer<SourceEvent> listener;
    private @Nullable TransactionStart start;
    private @Nullable Open open;

    /// @param lowerCase whether staging compares tables' names without regard to case
    BinlogReader(
            BinlogPlace place,
            BinlogTables tables,
            Cascades cascades,
            boolean lowerCase,
            Consumer<SourceEvent> listener) {
        this.place = place;
        this.tables = tables;
        this.cascades = cascades;
        this.lowerCase = lowerCase;
        this.listener = listener;
    }

    private static final class Open {
        private final TransactionStart start;
        private final TransactionId id;
        private final boolean distributed;
        private final Map<String, Long> counts = new HashMap<>();
        private long total;

        private Open(TransactionStart start, TransactionId id, boolean distributed) {
            this.start = start;
            this.id = id;
            this.distributed = distributed;
        }
    }

    /// @throws Refusal if it cannot be captured
    void read(BinlogFrame frame) throws IOException, SQLException {
        if (frame.type() != EventTypes.ROTATE && !isHeartbeat(frame)) {
            place.passed(frame.end());
        }
        if (frame.type() == EventTypes.TRANSACTION_PAYLOAD) {
            Payload.unpack(frame, this::take);
        } else {
            take(frame);
        }
    }

    /// Where reading is if everything before is complete; empty inside a transaction.
    Optional<MySqlPosition> between() {
        return start == null && open == null ? Optional.of(place.position()) : Optional.empty();
    }

    private static boolean isHeartbeat(BinlogFrame frame) {
        return frame.type() == EventTypes.HEARTBEAT || frame.type() == EventTypes.HEARTBEAT_64;
    }

    private void take(BinlogFrame frame) throws SQLException {
        switch (frame.type()) {
            case EventTypes.GTID, EventTypes.ANONYMOUS_GTID, EventTypes.TAGGED_GTID -> start(frame);
            case EventTypes.QUERY -> statement(BinlogStatement.read(frame, lowerCase));
            case EventTypes.TABLE_MAP -> describe(frame);
            case EventTypes.WRITE_ROWS, EventTypes.UPDATE_ROWS, EventTypes.DELETE_ROWS ->
                    rows(frame);
            case EventTypes.PARTIAL_UPDATE_ROWS -> partial(frame);
            case EventTypes.XID -> end();
            case EventTypes.XA_PREPARE -> prepared();
            case EventTypes.ROTATE -> rotate(frame.bytes());
            case EventTypes.FORMAT_DESCRIPTION -> {
                tables.forget();
                cascades.forget();
            }
            case EventTypes.BEGIN_LOAD_QUERY, EventTypes.EXECUTE_LOAD_QUERY ->
                    throw byStatement("LOAD DATA");
            case EventTypes.INCIDENT ->
                    throw new Refusal(
                            "Staging's binlog says that something is missing in it (an INCIDENT event). Bring production up to date with a compare or a copy, then start with a new pipeline name.");
            case EventTypes.STOP,
                    EventTypes.INTVAR,
                    EventTypes.RAND,
                    EventTypes.USER_VAR,
                    EventTypes.HEARTBEAT,
                    EventTypes.HEARTBEAT_64,
                    EventTypes.ROWS_QUERY,
                    EventTypes.PREVIOUS_GTIDS,
                    EventTypes.TRANSACTION_CONTEXT,
                    EventTypes.VIEW_CHANGE -> {}
            default -> other(frame);
        }
    }

    private static void other(BinlogFrame frame) {
        if (!frame.isIgnorable()) {
            throw new Refusal(
                    "Staging's binlog holds an event of a type that this version does not know (number %d)."
                            .formatted(frame.type()));
        }
    }

    private void rotate(BinlogBytes body) {
        long offset = body.int64();
        byte[] name = body.take(body.remaining());
        place.goTo(new String(name, StandardCharsets.UTF_8), offset);
    }

    private void start(BinlogFrame frame) {
        if (start != null || open != null) {
            throw new IllegalStateException("A transaction begins inside another one");
        }
        start = TransactionStart.read(frame);
    }

    private void statement(BinlogStatement statement) {
        switch (statement) {
            case BinlogStatement.Begin begin -> begin(begin.distributed());
            case BinlogStatement.Commit _ -> end();
            case BinlogStatement.Rollback _ -> rollback();
            case BinlogStatement.RollbackToSavepoint _ -> refuseUndone();
            case BinlogStatement.Truncate truncate -> truncate(truncate.table());
            case BinlogStatement.ChangesRows changes -> throw byStatement(changes.firstWord());
            case BinlogStatement.MovesPartition _ -> {
                log.warn(
                        "Staging removed or exchanged partitions; MySQL does not log which rows that concerns, so they are not in the change log");
                endOfDefinition();
            }
            case BinlogStatement.Harmless _ -> endOfDefinition();
        }
    }

    private void begin(boolean distributed) {
        TransactionStart current = start;
        if (current == null || open != null) {
            throw new IllegalStateException("A transaction begins where none may");
        }
        start = null;
        open = new Open(current, id(current), distributed);
    }

    private TransactionId id(TransactionStart current) {
        return new TransactionId(current.gtid().orElseGet(() -> place.here().text()));
    }

    /// Outside of BEGIN and its end, a statement is a transaction of its own.
    private void endOfDefinition() {
        TransactionStart current = start;
        if (open == null && current != null) {
            current.gtid().ifPresent(place::committed);
            start = null;
            tables.trim();
        }
    }

    private void truncate(TableId table) {
        if (open != null) {
            throw new IllegalStateException("TRUNCATE inside a transaction");
        }
        begin(false);
        if (tables.selects(table)) {
            var change = new SourceChange(new ChangeEvent.Truncate(table), place.here(), List.of());
            change(opened(), table.toString(), change);
        }
        end();
    }

    private void describe(BinlogFrame frame) {
        cascades.described(frame.bytes().number(6), tables.describe(frame));
    }

    private void rows(BinlogFrame frame) throws SQLException {
        for (RowsEvent rows : cascades.next(RowsEvent.read(frame, place.here()))) {
            tell(rows);
        }
    }

    private void tell(RowsEvent rows) {
        BinlogTable table = rows.isEmpty() ? null : tables.find(rows.table());
        if (table == null) {
            return;
        }
        if (table.size() != rows.flags().columns()) {
            throw new IllegalStateException(
                    "Rows of " + table.collection() + " came in another shape");
        }
        Open current = opened();
        if (current.distributed) {
            throw new Refusal(
                    "Transaction %s in staging is an XA transaction that changes %s: MySQL logs it when it is prepared, not when it is committed. Use plain transactions, or put the table under tables.exclude. Bring production up to date with a compare or a copy, then start with a new pipeline name."
                            .formatted(current.id, table.collection()));
        }
        rows.forEach(
                table,
                event ->
                        change(
                                current,
                                table.collection(),
                                new SourceChange(event, rows.place(), table.keyColumns())));
    }

    private void change(Open current, String collection, SourceChange change) {
        if (current.total == 0) {
            listener.accept(new SourceEvent.Begin(current.id, current.start.committedAt()));
        }
        long inTable = current.counts.merge(collection, 1L, Long::sum);
        var at = new Place(current.id, ++current.total, collection, inTable);
        listener.accept(new SourceEvent.Change(at, Role.WHOLE, change));
    }

    private void end() {
        Open current = opened();
        cascades.ended();
        open = null;
        current.start.gtid().ifPresent(place::committed);
        tables.trim();
        if (current.total > 0) {
            listener.accept(
                    new SourceEvent.End(
                            current.id, place.position(), current.total, current.counts));
        }
    }

    private void rollback() {
        refuseUndone();
        end();
    }

    /// What a transaction did is logged although it was undone only when it also changed a table that knows no
    /// transactions.
    private void refuseUndone() {
        if (opened().total > 0) {
            throw new Refusal(
                    "Transaction %s in staging was rolled back in part, but MySQL logged all of it because it also changed a table that knows no transactions (MyISAM). Bring production up to date with a compare or a copy, then start with a new pipeline name."
                            .formatted(opened().id));
        }
    }

    /// An XA transaction with a selected change was refused; the others have nothing to tell.
    private void prepared() {
        if (opened().total > 0) {
            throw new IllegalStateException("An XA transaction that was not begun as one");
        }
        end();
    }

    private void partial(BinlogFrame frame) {
        BinlogTable table = tables.find(frame.bytes().number(6));
        if (table != null) {
            throw new Refusal(
                    "Staging logged a JSON value of %s in part. Unset PARTIAL_JSON in binlog_row_value_options, globally and in the sessions that set it. Bring production up to date with a compare or a copy, then start with a new pipeline name."
                            .formatted(table.collection()));
        }
    }

    private static Refusal byStatement(String word) {
        return new Refusal(
                "Staging logged a statement (%s) instead of the rows it changed. Set binlog_format = ROW, globally and in the sessions that set it. Bring production up to date with a compare or a copy, then start with a new pipeline name."
                        .formatted(word));
    }

    private Open opened() {
        Open current = open;
        if (current == null) {
            throw new IllegalStateException("A change or a commit came outside of a transaction");
        }
        return current;
    }
}
