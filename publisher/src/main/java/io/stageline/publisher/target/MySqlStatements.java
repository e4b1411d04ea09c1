package io.stageline.publisher.target;

import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.Dialect;
import io.stageline.database.MySqlText;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import io.stageline.publisher.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The SQL of a shape for MySQL. One parameter: all rows of a write travel in one JSON document, which `JSON_TABLE` makes a table of texts of.
///
/// The server is told to go through that table in its order, and to look each row up by the index of its row key: of a small table it would
/// rather read every row, and wait for whoever holds one of them.
final class MySqlStatements implements ShapeStatements {
    private final Dialect dialect;
    private final Shape shape;
    private final Table table;
    private final int charsMost;
    private final List<Column> columns = new ArrayList<>();

    /// @param charsMost how long a JSON document may get
    MySqlStatements(Dialect dialect, Catalogue catalogue, Shape shape, int charsMost) {
        this.dialect = dialect;
        this.shape = shape;
        this.charsMost = charsMost;
        this.table =
                catalogue
                        .table(shape.table())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "A plan names a table that is not there"));
        Stream.of(shape.set(), shape.key(), shape.guard())
                .flatMap(List::stream)
                .forEach(name -> columns.add(column(name)));
    }

    private Column column(String name) {
        return table.column(name)
                .orElseThrow(
                        () -> new IllegalStateException("A plan names a column that is not there"));
    }

    @Override
    public List<List<@Nullable String>> bindings(List<@Nullable String[]> rows) {
        List<List<@Nullable String>> bindings = new ArrayList<>();
        if (shape.oneRowOnly()) {
            rows.forEach(row -> bindings.add(Arrays.asList(row)));
        } else {
            for (String document : JsonRows.of(rows, charsMost)) {
                List<@Nullable String> only = new ArrayList<>(1);
                only.add(document);
                bindings.add(only);
            }
        }
        return bindings;
    }

    @Override
    public String write() {
        return switch (shape.operation()) {
            case INSERT -> insert();
            case UPDATE -> shape.oneRowOnly() ? updateOne() : update();
            case DELETE -> shape.oneRowOnly() ? deleteOne() : delete();
        };
    }

    private String insert() {
        return "INSERT INTO %s (%s) SELECT %s FROM %s"
                .formatted(
                        name(),
                        shape.set().stream().map(dialect::quote).collect(Collectors.joining(", ")),
                        indexes(0, shape.width())
                                .map(i -> MySqlText.valueOf(columns.get(i), value(i)))
                                .collect(Collectors.joining(", ")),
                        rows());
    }

    private String update() {
        return "UPDATE %s STRAIGHT_JOIN %s ON %s SET %s"
                .formatted(rows(), looked(), conditions(shape.width(), this::value), assignments());
    }

    private String delete() {
        return "DELETE p FROM %s STRAIGHT_JOIN %s ON %s"
                .formatted(rows(), looked(), conditions(shape.width(), this::value));
    }

    /// Equal rows cannot be told apart: one of those whose values all match.
    private String updateOne() {
        return "UPDATE %s AS p SET %s WHERE %s LIMIT 1"
                .formatted(name(), assignments(), conditions(shape.width(), _ -> "?"));
    }

    private String deleteOne() {
        return "DELETE FROM %s AS p WHERE %s LIMIT 1"
                .formatted(name(), conditions(shape.width(), _ -> "?"));
    }

    @Override
    public String countByKey() {
        return "SELECT count(*) FROM %s STRAIGHT_JOIN %s ON %s"
                .formatted(
                        rows(),
                        looked(),
                        conditions(shape.set().size() + shape.key().size(), this::value));
    }

    @Override
    public String read(List<String> names) {
        return "SELECT %s FROM %s STRAIGHT_JOIN %s ON %s"
                .formatted(
                        Stream.concat(shape.key().stream(), names.stream())
                                .map(name -> MySqlText.textOf(column(name), own(column(name))))
                                .collect(Collectors.joining(", ")),
                        rows(),
                        looked(),
                        conditions(shape.width(), this::value));
    }

    /// The rows of the write, as texts. What is longer than its column here, or does not convert, would be NULL without ERROR ON ERROR.
    private String rows() {
        return indexes(0, shape.width())
                .map(i ->
                        "v%d longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin PATH '$[%d]' ERROR ON ERROR"
                                .formatted(i + 1, i))
                .collect(Collectors.joining(", ", "JSON_TABLE(?, '$[*]' COLUMNS (", ")) AS v"));
    }

    private String looked() {
        return table.uniqueKeys().stream()
                .filter(key -> key.plain() && key.columns().equals(shape.key()))
                .map(UniqueKey::name)
                .findFirst()
                .map(index -> name() + " AS p FORCE INDEX (" + dialect.quote(index) + ")")
                .orElse(name() + " AS p");
    }

    /// A column that MySQL would give the time of day is named always: it keeps what it has where staging's log says nothing of it.
    private String assignments() {
        Stream<String> told =
                IntStream.range(0, shape.set().size())
                        .mapToObj(i ->
                                own(columns.get(i))
                                        + " = "
                                        + MySqlText.valueOf(
                                                columns.get(i),
                                                shape.oneRowOnly() ? "?" : value(i)));
        Stream<String> kept =
                table.columns().stream()
                        .filter(column -> column.touched() && !shape.set().contains(column.name()))
                        .map(column -> own(column) + " = " + own(column));
        return Stream.concat(told, kept).collect(Collectors.joining(", "));
    }

    /// Gives the SQL of the text of a value.
    private interface Texts {
        String of(int index);
    }

    private String conditions(int end, Texts texts) {
        int keys = shape.set().size();
        int guards = keys + shape.key().size();
        List<String> conditions = new ArrayList<>();
        for (int i = keys; i < end; i++) {
            Column column = columns.get(i);
            conditions.add(
                    i < guards
                            ? own(column) + " = " + MySqlText.comparedWith(column, texts.of(i))
                            : MySqlText.holds(column, own(column), texts.of(i)));
        }
        return String.join(" AND ", conditions);
    }

    private String own(Column column) {
        return "p." + dialect.quote(column.name());
    }

    private String value(int index) {
        return "v.v" + (index + 1);
    }

    private String name() {
        return dialect.quote(table.id());
    }

    private static Stream<Integer> indexes(int start, int end) {
        return IntStream.range(start, end).boxed();
    }
}
