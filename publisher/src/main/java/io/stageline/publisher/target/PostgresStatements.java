package io.stageline.publisher.target;

import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.ForeignKey;
import io.stageline.database.Names;
import io.stageline.database.Table;
import io.stageline.publisher.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The SQL of a shape for PostgreSQL. One array parameter a value: all rows of a write travel in one statement.
///
/// Values are turned into their types by the types' own input functions, without length or precision: an explicit cast to
/// `varchar(n)` would cut silently, the assignment to the column refuses.
final class PostgresStatements implements ShapeStatements {
    private final Shape shape;
    private final Table table;
    private final Map<String, Character> delimiters;
    private final List<ColumnType> types = new ArrayList<>();

    /// @param delimiters of types whose arrays have another than a comma, by schema and name

    PostgresStatements(Catalogue catalogue, Map<String, Character> delimiters, Shape shape) {
        this.shape = shape;
        this.delimiters = delimiters;
        this.table =
                catalogue
                        .table(shape.table())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "A plan names a table that is not there"));
        List<String> names = new ArrayList<>(shape.set());
        names.addAll(shape.key());
        names.addAll(shape.guard());
        names.forEach(name -> types.add(type(name)));
    }

    private ColumnType type(String column) {
        return table.column(column)
                .map(Column::type)
                .orElseThrow(
                        () -> new IllegalStateException("A plan names a column that is not there"));
    }

    /// One array for each value of a row, with the values of all rows.
    @Override
    public List<List<@Nullable String>> bindings(List<@Nullable String[]> rows) {
        List<@Nullable String> arrays = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            arrays.add(ArrayText.of(rows, i, delimiter(types.get(i))));
        }
        return List.of(arrays);
    }

    private char delimiter(ColumnType type) {
        return asText(type) ? ',' : delimiters.getOrDefault(type.schema() + "." + type.name(), ',');
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
        int width = shape.width();
        return """
        INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE
        SELECT %s FROM unnest(%s) AS u(%s)\
        """
                .formatted(
                        name(),
                        Names.list(shape.set()),
                        expressions(),
                        arrays(0, width),
                        aliases(0, width));
    }

    private String update() {
        int width = shape.width();
        return """
        UPDATE %s AS p SET %s
        FROM unnest(%s) AS u(%s)
        WHERE %s\
        """
                .formatted(
                        name(),
                        assignments(),
                        arrays(0, width),
                        aliases(0, width),
                        conditions(width));
    }

    private String delete() {
        int width = shape.width();
        return """
        DELETE FROM %s AS p USING unnest(%s) AS u(%s)
        WHERE %s\
        """
                .formatted(name(), arrays(0, width), aliases(0, width), conditions(width));
    }

    private String updateOne() {
        int sets = shape.set().size();
        return """
        UPDATE %s AS p SET %s FROM unnest(%s) AS u(%s)
        WHERE %s\
        """
                .formatted(
                        name(), assignments(), arrays(0, sets), aliases(0, sets), oneOfEqualRows());
    }

    private String deleteOne() {
        return """
        DELETE FROM %s AS p
        WHERE %s\
        """
                .formatted(name(), oneOfEqualRows());
    }

    /// Picks one of the rows whose values all match: equal rows cannot be told apart.
    private String oneOfEqualRows() {
        int sets = shape.set().size();
        int width = shape.width();
        return """
        (p.tableoid, p.ctid) IN (SELECT p.tableoid, p.ctid FROM %s AS p, unnest(%s) AS u(%s)
            WHERE %s LIMIT 1)\
        """
                .formatted(name(), arrays(sets, width), aliases(sets, width), conditions(width));
    }

    /// The whole rows of a delete, as `p`, and where each stands.
    String found() {
        int width = shape.width();
        return """
        SELECT p.*, p.tableoid AS "stageline table", p.ctid AS "stageline row" FROM %s AS p, unnest(%s) AS u(%s)
        WHERE %s\
        """
                .formatted(name(), arrays(0, width), aliases(0, width), conditions(width));
    }

    @Override
    public String read(List<String> columns) {
        int width = shape.width();
        String values =
                Stream.concat(shape.key().stream(), columns.stream())
                        .map(this::text)
                        .collect(Collectors.joining(", "));
        return """
        SELECT %s FROM %s AS p, unnest(%s) AS u(%s)
        WHERE %s\
        """
                .formatted(values, name(), arrays(0, width), aliases(0, width), conditions(width));
    }

    /// A column in the form of a row image.
    private String text(String column) {
        return text("p." + Names.quote(column), type(column));
    }

    static String text(String name, ColumnType type) {
        return type.is("bytea")
                ? "translate(encode(" + name + ", 'base64'), E'\n', '')"
                : name + "::text";
    }

    @Override
    public String countByKey() {
        int width = shape.width();
        return """
        SELECT count(*) FROM %s AS p, unnest(%s) AS u(%s)
        WHERE %s\
        """
                .formatted(
                        name(),
                        arrays(0, width),
                        aliases(0, width),
                        conditions(shape.set().size() + shape.key().size()));
    }

    /// Counts the different parents that rows of an insert refer to and that are not there. Locks those that are, as PostgreSQL's
    /// own check does (RI_FKey_check). Takes the values of the referencing columns, in the order the foreign key tells.
    String countMissingParents(ForeignKey key) {
        List<Integer> places = key.columns().stream().map(shape.set()::indexOf).toList();
        return """
        WITH wanted AS MATERIALIZED (SELECT DISTINCT %s FROM unnest(%s) AS u(%s) WHERE %s),
        present AS MATERIALIZED (SELECT FROM ONLY %s AS p, wanted AS w WHERE %s FOR KEY SHARE OF p)
        SELECT (SELECT count(*) FROM wanted) - (SELECT count(*) FROM present)\
        """
                .formatted(
                        joined(places, ", ", i -> expression(i) + " AS v" + (i + 1)),
                        joined(places, ", ", this::array),
                        joined(places, ", ", i -> "v" + (i + 1)),
                        joined(places, " AND ", i -> "u.v" + (i + 1) + " IS NOT NULL"),
                        Names.quote(key.parent()),
                        joined(
                                places,
                                " AND ",
                                i ->
                                        "p.%s OPERATOR(pg_catalog.=) w.v%d"
                                                .formatted(
                                                        Names.quote(
                                                                key.parentColumns()
                                                                        .get(places.indexOf(i))),
                                                        i + 1)));
    }

    private static String joined(List<Integer> places, String between, IntFunction<String> text) {
        return places.stream().map(text::apply).collect(Collectors.joining(between));
    }

    private String name() {
        return Names.quote(table.id());
    }

    private String expressions() {
        return indexes(0, shape.width()).map(this::expression).collect(Collectors.joining(", "));
    }

    private String assignments() {
        return IntStream.range(0, shape.set().size())
                .mapToObj(i -> Names.quote(shape.set().get(i)) + " = " + expression(i))
                .collect(Collectors.joining(", "));
    }

    private String conditions(int end) {
        int keys = shape.set().size();
        int guards = keys + shape.key().size();
        List<String> conditions = new ArrayList<>();
        for (int i = keys; i < end; i++) {
            conditions.add(
                    i < guards
                            ? equality(i, "p." + Names.quote(shape.key().get(i - keys)))
                            : sameness(i, "p." + Names.quote(shape.guard().get(i - guards))));
        }
        return String.join(" AND ", conditions);
    }

    private String equality(int i, String column) {
        return types.get(i)
                .equality()
                .map(operator -> column + " " + operator + " " + expression(i))
                .orElse(column + "::text = " + expression(i) + "::text");
    }

    private String sameness(int i, String column) {
        ColumnType type = types.get(i);
        if (type.comparable()) {
            return column + " IS NOT DISTINCT FROM " + expression(i);
        }
        return column + "::text IS NOT DISTINCT FROM " + expression(i) + "::text";
    }

    /// A value of the row, of the column's type.
    private String expression(int i) {
        String value = "u.v" + (i + 1);
        ColumnType type = types.get(i);
        if (type.is("bytea")) {
            return "decode(" + value + ", 'base64')";
        }
        return asText(type) ? "CAST(" + value + " AS " + Names.quote(type) + ")" : value;
    }

    private String arrays(int start, int end) {
        return indexes(start, end).map(this::array).collect(Collectors.joining(", "));
    }

    private String array(int i) {
        return "?::" + (asText(types.get(i)) ? "text" : Names.quote(types.get(i))) + "[]";
    }

    /// Whether the values travel as an array of text: arrays of arrays cannot be unnested, composite values would be taken
    /// apart into columns, base64 is text.
    private static boolean asText(ColumnType type) {
        return switch (type.kind()) {
            case ARRAY, COMPOSITE -> true;
            case BASE -> type.is("bytea");
            case ENUM, DOMAIN, RANGE, MULTIRANGE -> false;
        };
    }

    private static String aliases(int start, int end) {
        return indexes(start, end).map(i -> "v" + (i + 1)).collect(Collectors.joining(", "));
    }

    private static Stream<Integer> indexes(int start, int end) {
        return IntStream.range(start, end).boxed();
    }
}
