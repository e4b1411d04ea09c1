package io.stageline.publisher.hold;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.stageline.changelog.Sequence;
import io.stageline.database.Dialect;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Many rows as a parameter of one statement: an array a column for PostgreSQL's `unnest`, one JSON text for MySQL's JSON_TABLE.
final class ManyRows<T> {
    private static final JsonFactory JSON = new JsonFactory();

    private final List<T> rows;
    private final List<Column<T>> columns = new ArrayList<>();

    private record Column<T>(String arrayType, Function<T, @Nullable Object> value) {}

    private interface Binder {
        int bind() throws SQLException;
    }

    ManyRows(List<T> rows) {
        this.rows = rows;
    }

    static ManyRows<Sequence> of(List<Sequence> sequences) {
        return new ManyRows<>(sequences).number(Sequence::value);
    }

    ManyRows<T> number(Function<T, @Nullable Object> value) {
        columns.add(new Column<>("int8", value));
        return this;
    }

    ManyRows<T> flag(Function<T, @Nullable Object> value) {
        columns.add(new Column<>("bool", value));
        return this;
    }

    ManyRows<T> text(Function<T, @Nullable Object> value) {
        columns.add(new Column<>("text", value));
        return this;
    }

    /// @return the next place
    int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
        return Dialect.of(connection)
                .<Binder>choose(
                        () -> bindArrays(connection, statement, first),
                        () -> bindJson(statement, first))
                .bind();
    }

    private int bindArrays(Connection connection, PreparedStatement statement, int first)
            throws SQLException {
        int next = first;
        for (Column<T> column : columns) {
            @Nullable Object[] values = rows.stream().map(column.value).toArray();
            statement.setArray(next++, connection.createArrayOf(column.arrayType, values));
        }
        return next;
    }

    private int bindJson(PreparedStatement statement, int first) throws SQLException {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (T row : rows) {
                json.writeStartArray();
                for (Column<T> column : columns) {
                    write(json, column.value.apply(row));
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory failed", e);
        }
        statement.setString(first, text.toString());
        return first + 1;
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            default -> json.writeString(value.toString());
        }
    }
}
