package io.stageline.capture.tail;

import io.debezium.connector.postgresql.LogicalDecodingMessageMonitor;
import io.debezium.data.Envelope;
import io.debezium.relational.RelationalChangeRecordEmitter;
import io.stageline.capture.SourceChange;
import io.stageline.capture.SourceEvent;
import io.stageline.capture.SourceEvent.Place;
import io.stageline.capture.SourceEvent.Role;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Reads Debezium's records. Owned by one thread.
final class RecordReader {
    private static final int SHAPES_MAX = 10_000;
    private static final String MESSAGE_ID = "LogicalDecodingMessageId@";

    private final Placeholder placeholder;
    private final IdentityHashMap<Schema, RowShape> shapes = new IdentityHashMap<>();

    RecordReader(Placeholder placeholder) {
        this.placeholder = placeholder;
    }

    /// Empty for a record that belongs to no transaction.
    Optional<SourceEvent> read(SourceRecord record) {
        Struct value = (Struct) record.value();
        Schema schema = value.schema();
        if (schema.field("status") != null) {
            return Optional.of(boundary(record, value));
        }
        Struct transaction =
                schema.field("transaction") == null ? null : value.getStruct("transaction");
        if (transaction == null) {
            return Optional.empty();
        }
        if (schema.field(LogicalDecodingMessageMonitor.DEBEZIUM_LOGICAL_DECODING_MESSAGE_KEY)
                != null) {
            return Optional.of(message(value, transaction));
        }
        return Optional.of(change(record, value, transaction));
    }

    private static SourceEvent boundary(SourceRecord record, Struct value) {
        TransactionId id = id(value);
        if (value.getString("status").equals("BEGIN")) {
            return new SourceEvent.Begin(id, committedAt(record));
        }
        Map<String, Long> counts = new HashMap<>();
        List<Struct> collections = value.getArray("data_collections");
        for (Struct collection : collections) {
            String name = collection.getString("data_collection");
            if (!name.contains(MESSAGE_ID)) {
                counts.put(name, collection.getInt64("event_count"));
            }
        }
        PostgresLsn position = new PostgresLsn(number(record.sourceOffset().get("lsn_commit")));
        return new SourceEvent.End(id, position, value.getInt64("event_count"), counts);
    }

    private static SourceEvent message(Struct value, Struct transaction) {
        Struct message =
                value.getStruct(
                        LogicalDecodingMessageMonitor.DEBEZIUM_LOGICAL_DECODING_MESSAGE_KEY);
        ByteBuffer bytes = (ByteBuffer) message.get("content");
        String content = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        return new SourceEvent.Message(
                id(transaction), transaction.getInt64("total_order"), content);
    }

    private SourceEvent change(SourceRecord record, Struct value, Struct transaction) {
        Struct source = value.getStruct("source");
        String schema = source.getString("schema");
        String table = source.getString("table");
        var place =
                new Place(
                        id(transaction),
                        transaction.getInt64("total_order"),
                        schema + "." + table,
                        transaction.getInt64("data_collection_order"));
        PostgresLsn position = new PostgresLsn(source.getInt64("lsn"));
        String operation = value.getString("op");
        if (operation.equals(Envelope.Operation.TRUNCATE.code())) {
            var truncate = new ChangeEvent.Truncate(new TableId(schema, table));
            return new SourceEvent.Change(
                    place, Role.WHOLE, new SourceChange(truncate, position, List.of()));
        }
        RowShape shape = shape(record, value, schema, table);
        return new SourceEvent.Change(
                place,
                role(record),
                new SourceChange(event(operation, value, shape), position, shape.keyColumns()));
    }

    private static ChangeEvent event(String operation, Struct value, RowShape shape) {
        Struct before = value.getStruct("before");
        Struct after = value.getStruct("after");
        return switch (Envelope.Operation.forCode(operation)) {
            case CREATE -> new ChangeEvent.Insert(shape.table(), shape.image(after));
            case UPDATE ->
                    new ChangeEvent.Update(
                            shape.table(),
                            before == null ? null : shape.before(before),
                            shape.image(after));
            case DELETE -> new ChangeEvent.Delete(shape.table(), shape.before(before));
            case READ, TRUNCATE, MESSAGE ->
                    throw new IllegalStateException(
                            "Debezium sent an operation of kind " + operation);
        };
    }

    private static Role role(SourceRecord record) {
        if (record.headers().isEmpty()) {
            return Role.WHOLE;
        }
        if (record.headers().lastWithName(RelationalChangeRecordEmitter.PK_UPDATE_NEWKEY_FIELD)
                != null) {
            return Role.KEY_LEAVES;
        }
        return record.headers().lastWithName(RelationalChangeRecordEmitter.PK_UPDATE_OLDKEY_FIELD)
                        != null
                ? Role.KEY_ARRIVES
                : Role.WHOLE;
    }

    /// Debezium makes a new schema whenever it hears of a table again, and the same object serves all rows until then.
    private RowShape shape(SourceRecord record, Struct value, String schema, String table) {
        RowShape known = shapes.get(value.schema());
        if (known != null) {
            return known;
        }
        if (shapes.size() >= SHAPES_MAX) {
            shapes.clear();
        }
        Schema key = record.keySchema();
        List<String> keyColumns =
                key == null ? List.of() : key.fields().stream().map(Field::name).toList();
        Schema row = value.schema().field("after").schema();
        var shape = new RowShape(new TableId(schema, table), row, keyColumns, placeholder);
        shapes.put(value.schema(), shape);
        return shape;
    }

    /// Debezium writes `xid:lsn of this record`; only the xid is the same throughout.
    private static TransactionId id(Struct struct) {
        String id = struct.getString("id");
        return new TransactionId(id.substring(0, id.indexOf(':')));
    }

    private static Instant committedAt(SourceRecord record) {
        long micros = number(record.sourceOffset().get("ts_usec"));
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("Debezium's offset lacks a position");
    }
}
