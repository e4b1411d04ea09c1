package io.stageline.changelog.topic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Reads one record of the change log. What it cannot read becomes [LogRecord.Unreadable], never an exception. Keeps the
/// column lists it met, so that rows of one shape share them; owned by one thread.
final class RecordDecoder {
    private static final int TABLES_MAX = 10_000;

    private final RecordJson texts = new RecordJson();
    private final ImageShapes shapes = new ImageShapes();
    private @Nullable String[] values = new @Nullable String[64];
    private final Map<String, TableId> tables = new HashMap<>();

    /// @param value is read to its end
    LogRecord decode(Headers found, @Nullable ByteBuffer value) {
        try {
            ReadHeaders headers = ReadHeaders.of(found);
            if (headers.version() < 1 || headers.version() > RecordHeaders.VERSION) {
                return new LogRecord.Unreadable(
                        "format version "
                                + headers.version()
                                + " is newer than this Stageline reads ("
                                + RecordHeaders.VERSION
                                + "): update it");
            }
            if (value == null) {
                return new LogRecord.Unreadable("no value");
            }
            try {
                return decode(headers, texts.open(value));
            } finally {
                texts.close();
            }
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            return new LogRecord.Unreadable(reason(e));
        }
    }

    private LogRecord decode(ReadHeaders headers, JsonParser json) throws IOException {
        Epoch epoch = headers.epoch();
        String kind = headers.requiredKind();
        expect(json.nextToken(), JsonToken.START_OBJECT);
        return switch (kind) {
            case RecordHeaders.CHANGE -> change(headers, epoch, json);
            case RecordHeaders.BEGIN, RecordHeaders.END -> boundary(headers, epoch, kind, json);
            case RecordHeaders.MARK, RecordHeaders.CLAIM -> resumePoint(epoch, kind, json);
            default -> new LogRecord.Unreadable("unknown kind of record");
        };
    }

    private static String reason(Exception e) {
        return e instanceof IOException ? "no valid JSON" : String.valueOf(e.getMessage());
    }

    private LogRecord change(ReadHeaders headers, Epoch epoch, JsonParser json) throws IOException {
        RowImage before = null;
        RowImage after = null;
        TableId table = null;
        String operation = "";
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "before" -> before = image(json);
                case "after" -> after = image(json);
                case "source" -> table = source(json);
                case "op" -> operation = text(json);
                default -> skip(json);
            }
        }
        if (table == null) {
            return new LogRecord.Unreadable("the envelope has no source.schema and source.table");
        }
        ChangeEvent event = event(table, operation, before, after);
        return new LogRecord.Change(epoch, headers.sequence(), headers.requiredOrdinal(), event);
    }

    private static ChangeEvent event(
            TableId table, String operation, @Nullable RowImage before, @Nullable RowImage after) {
        if (operation.equals("c") && after != null) {
            return new ChangeEvent.Insert(table, after);
        } else if (operation.equals("u") && after != null) {
            return new ChangeEvent.Update(table, before, after);
        } else if (operation.equals("d") && before != null) {
            return new ChangeEvent.Delete(table, before);
        } else if (operation.equals("t")) {
            return new ChangeEvent.Truncate(table);
        }
        throw new IllegalArgumentException(
                "the envelope's op and images do not fit: op '" + operation + "'");
    }

    private TableId source(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        String schema = "";
        String table = "";
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "schema" -> schema = text(json);
                case "table" -> table = text(json);
                default -> skip(json);
            }
        }
        return table(schema, table);
    }

    /// The same object for the same table: its name is hashed once, and comparing it costs nothing.
    private TableId table(String schema, String name) {
        TableId known = tables.get(name);
        if (known == null || !known.schema().equals(schema)) {
            known = new TableId(schema, name);
            if (tables.size() >= TABLES_MAX) {
                tables.clear();
            }
            tables.put(name, known);
        }
        return known;
    }

    private @Nullable RowImage image(JsonParser json) throws IOException {
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(json.currentToken(), JsonToken.START_OBJECT);
        ImageShapes shape = shapes;
        int count = 0;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            shape = shape.then(field);
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = value(json);
        }
        return RowImage.owning(shape.columns(), Arrays.copyOf(values, count));
    }

    private static @Nullable String value(JsonParser json) throws IOException {
        return switch (json.nextToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                    json.getText();
            case null, default ->
                    throw new IllegalArgumentException(
                            "a column value is neither text, number nor boolean");
        };
    }

    private LogRecord boundary(ReadHeaders headers, Epoch epoch, String kind, JsonParser json)
            throws IOException {
        String id = "";
        Instant committedAt = Instant.EPOCH;
        SourcePosition position = null;
        Map<TableId, Long> changes = Map.of();
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "id" -> id = text(json);
                case "ts_us" -> committedAt = time(json);
                case "position" -> position = SourcePosition.parse(text(json));
                case "data_collections" -> changes = counts(json);
                default -> skip(json);
            }
        }
        Sequence sequence = headers.sequence();
        if (kind.equals(RecordHeaders.BEGIN)) {
            return new LogRecord.Begin(epoch, sequence, new TransactionId(id), committedAt);
        }
        if (position == null) {
            return new LogRecord.Unreadable("END has no position");
        }
        return new LogRecord.End(
                epoch, sequence, new TransactionId(id), position, committedAt, changes);
    }

    private Map<TableId, Long> counts(JsonParser json) throws IOException {
        Map<TableId, Long> counts = new HashMap<>();
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return counts;
        }
        expect(json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String schema = "";
            String table = "";
            long count = 0;
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                switch (field) {
                    case "schema" -> schema = text(json);
                    case "table" -> table = text(json);
                    case "event_count" -> count = number(json);
                    default -> skip(json);
                }
            }
            counts.put(table(schema, table), count);
        }
        return counts;
    }

    private static LogRecord resumePoint(Epoch epoch, String kind, JsonParser json)
            throws IOException {
        Sequence sequence = Sequence.NONE;
        Optional<SourcePosition> position = Optional.empty();
        Instant time = Instant.EPOCH;
        String owner = "";
        String server = "";
        long timeline = 0;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "sequence" -> sequence = new Sequence(number(json));
                case "position" -> position = optionalText(json).map(SourcePosition::parse);
                case "ts_us" -> time = time(json);
                case "owner" -> owner = text(json);
                case "server" -> server = text(json);
                case "timeline" -> timeline = number(json);
                default -> skip(json);
            }
        }
        var at = new ResumePoint(sequence, position);
        if (kind.equals(RecordHeaders.MARK)) {
            return new LogRecord.Mark(epoch, at, time);
        }
        Optional<SourceServer> known =
                server.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new SourceServer(server, timeline));
        return new LogRecord.Claim(epoch, at, time, new Claimant(owner, known));
    }

    private static Instant time(JsonParser json) throws IOException {
        long micros = number(json);
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static String text(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static Optional<String> optionalText(JsonParser json) throws IOException {
        return json.nextToken() == JsonToken.VALUE_NULL
                ? Optional.empty()
                : Optional.of(json.getText());
    }

    private static long number(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static void skip(JsonParser json) throws IOException {
        json.nextToken();
        json.skipChildren();
    }

    private static void expect(@Nullable JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "the JSON has another form: " + found + " instead of " + expected);
        }
    }
}
