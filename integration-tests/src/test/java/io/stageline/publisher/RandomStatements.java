package io.stageline.publisher;

import io.stageline.publisher.RandomSchema.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Random statements over a [RandomSchema]. The database refuses many of them: that is intended.
final class RandomStatements {
    private final RandomSchema schema;
    private final RandomGenerator random;

    RandomStatements(RandomSchema schema, RandomGenerator random) {
        this.schema = schema;
        this.random = random;
    }

    String next() {
        RandomTable table = schema.tables().get(random.nextInt(schema.tables().size()));
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> insert(table);
            case 6, 7, 8, 9 -> update(table, where(table));
            case 10 -> shift(table);
            case 11 -> update(table, "true");
            case 12, 13 -> "DELETE FROM %s WHERE %s".formatted(table.name(), where(table));
            case 14 -> replaceKey(table);
            case 15, 16 -> swap(table);
            case 17 -> takeOver(table);
            case 18 -> upsert(table);
            default ->
                    random.nextInt(6) == 0
                            ? "TRUNCATE " + table.name() + (random.nextBoolean() ? " CASCADE" : "")
                            : "DELETE FROM %s WHERE n = %d"
                                    .formatted(table.name(), random.nextInt(9));
        };
    }

    private String insert(RandomTable table) {
        List<RandomColumn> columns = table.written();
        String rows =
                java.util.stream.Stream.generate(() -> row(table, columns))
                        .limit(1 + random.nextInt(3))
                        .collect(Collectors.joining(", "));
        return "INSERT INTO %s (%s) VALUES %s%s"
                .formatted(
                        table.name(),
                        names(columns),
                        rows,
                        random.nextInt(3) == 0 ? " ON CONFLICT DO NOTHING" : "");
    }

    private String row(RandomTable table, List<RandomColumn> columns) {
        return columns.stream()
                .map(column -> value(table, column))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /// Of a foreign key mostly a value that is there.
    private String value(RandomTable table, RandomColumn column) {
        Optional<Reference> reference =
                schema.references().stream()
                        .filter(found -> found.child().name().equals(table.name()))
                        .filter(found -> found.columns().contains(column.name()))
                        .findFirst();
        if (reference.isEmpty() || random.nextInt(4) == 0) {
            return column.value(random);
        }
        Reference found = reference.get();
        String key = found.parent().key().get(found.columns().indexOf(column.name()));
        return "(SELECT %s FROM %s ORDER BY %s OFFSET %d LIMIT 1)"
                .formatted(
                        key,
                        found.parent().name(),
                        String.join(", ", found.parent().key()),
                        random.nextInt(3));
    }

    private String update(RandomTable table, String where) {
        List<RandomColumn> columns = new ArrayList<>(table.written());
        List<String> sets = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0 && !columns.isEmpty(); i--) {
            RandomColumn column = columns.remove(random.nextInt(columns.size()));
            sets.add(column.name() + " = " + value(table, column));
        }
        return "UPDATE %s SET %s WHERE %s".formatted(table.name(), String.join(", ", sets), where);
    }

    private String shift(RandomTable table) {
        RandomColumn column = anyOf(table.written());
        return "UPDATE %s SET %s = %s"
                .formatted(table.name(), column.name(), column.shifted(random));
    }

    private String where(RandomTable table) {
        if (table.key().isEmpty() || random.nextInt(4) == 0) {
            RandomColumn column = anyOf(table.columns());
            return column.name() + " = " + column.some(random);
        }
        return table.key().stream()
                .map(key -> key + " = " + table.column(key).some(random))
                .collect(Collectors.joining(random.nextInt(3) == 0 ? " OR " : " AND "));
    }

    /// Deletes rows and inserts one in the same statement or the same transaction.
    private String replaceKey(RandomTable table) {
        String delete = "DELETE FROM %s WHERE %s".formatted(table.name(), where(table));
        return delete + "; " + insert(table);
    }

    /// Two rows exchange a value, by way of one that nobody else has.
    private String swap(RandomTable table) {
        RandomColumn column = anyOf(table.written());
        String name = table.name();
        String order = String.join(", ", table.key().isEmpty() ? List.of("n") : table.key());
        int one = random.nextInt(3);
        return """
        DO $do$ DECLARE a tid; b tid; x %1$s.%2$s%%TYPE; y %1$s.%2$s%%TYPE; BEGIN
            SELECT ctid, %2$s INTO a, x FROM %1$s ORDER BY %3$s OFFSET %4$d LIMIT 1;
            SELECT ctid, %2$s INTO b, y FROM %1$s ORDER BY %3$s OFFSET %5$d LIMIT 1;
            IF a IS NOT NULL AND b IS NOT NULL THEN
                UPDATE %1$s SET %2$s = %6$s WHERE ctid = a RETURNING ctid INTO a;
                UPDATE %1$s SET %2$s = x WHERE ctid = b;
                UPDATE %1$s SET %2$s = y WHERE ctid = a;
            END IF;
        END $do$\
        """
                .formatted(
                        name,
                        column.name(),
                        order,
                        one,
                        one + 1 + random.nextInt(2),
                        column.parking());
    }

    /// A row gives its value up and another one takes it.
    private String takeOver(RandomTable table) {
        RandomColumn column = anyOf(table.written());
        String value = column.some(random);
        return "UPDATE %1$s SET %2$s = %3$s WHERE %2$s = %4$s; UPDATE %1$s SET %2$s = %4$s WHERE %5$s"
                .formatted(table.name(), column.name(), column.some(random), value, where(table));
    }

    private String upsert(RandomTable table) {
        List<RandomColumn> columns = table.written();
        if (table.key().isEmpty() || !names(columns).contains(table.key().getFirst())) {
            return insert(table);
        }
        RandomColumn column = anyOf(columns);
        return "INSERT INTO %s (%s) VALUES %s ON CONFLICT (%s) DO UPDATE SET %s = %s"
                .formatted(
                        table.name(),
                        names(columns),
                        row(table, columns),
                        String.join(", ", table.key()),
                        column.name(),
                        value(table, column));
    }

    private RandomColumn anyOf(List<RandomColumn> columns) {
        return columns.get(random.nextInt(columns.size()));
    }

    private static String names(List<RandomColumn> columns) {
        return columns.stream().map(RandomColumn::name).collect(Collectors.joining(", "));
    }
}
