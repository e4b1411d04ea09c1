package io.stageline.publisher;

import io.stageline.publisher.MySqlRandomTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A few random tables of MySQL that refer to each other and to themselves, with every kind of action, and random statements over them. The
/// database refuses many of them: that is intended.
record MySqlRandomSchema(List<MySqlRandomTable> tables, RandomGenerator random) {
    private static final List<String> ON_DELETE =
            List.of("", "", " ON DELETE CASCADE", " ON DELETE CASCADE", " ON DELETE SET NULL");
    private static final List<String> ON_UPDATE =
            List.of("", "", " ON UPDATE CASCADE", " ON UPDATE CASCADE", " ON UPDATE SET NULL");

    static MySqlRandomSchema next(RandomGenerator random) {
        List<MySqlRandomTable> tables = new ArrayList<>();
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            MySqlRandomTable table = MySqlRandomTable.next("t" + i, random);
            for (int more = random.nextInt(3); more > 0; more--) {
                int parent = random.nextInt(i + 1);
                table = referring(table, parent == i ? table : tables.get(parent), more, random);
            }
            tables.add(table);
        }
        return new MySqlRandomSchema(tables, random);
    }

    /// One that belongs to the key of the child, now and then: then the action changes that.
    private static MySqlRandomTable referring(
            MySqlRandomTable child, MySqlRandomTable parent, int number, RandomGenerator random) {
        if (parent.key().isEmpty()) {
            return child;
        }
        List<Column> more = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean ofKey = false;
        for (Column wanted : parent.key()) {
            String type = wanted.type().replace(" AUTO_INCREMENT", "");
            boolean shared =
                    !child.name().equals(parent.name())
                            && parent.key().size() == 1
                            && child.key().size() == 2
                            && child.key().getFirst().type().equals(type)
                            && random.nextBoolean();
            if (shared) {
                names.add(child.key().getFirst().name());
                ofKey = true;
            } else {
                more.add(new Column("f" + number + wanted.name(), type, true));
                names.add("f" + number + wanted.name());
            }
        }
        String actions = pick(ON_DELETE, random) + pick(ON_UPDATE, random);
        return child.with(
                more,
                "FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                        .formatted(
                                String.join(", ", names),
                                parent.name(),
                                names(parent.key()),
                                ofKey ? actions.replace("SET NULL", "CASCADE") : actions));
    }

    String sql() {
        return tables.stream().map(MySqlRandomTable::sql).collect(Collectors.joining(";\n"));
    }

    /// One or more statements, separated by semicolons.
    String statement() {
        MySqlRandomTable table = tables.get(random.nextInt(tables.size()));
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> insert(table);
            case 6, 7, 8, 9 -> update(table, where(table));
            case 10 -> shift(table);
            case 11 -> update(table, "true");
            case 12, 13 -> "DELETE FROM %s WHERE %s".formatted(table.name(), where(table));
            case 14 ->
                    "DELETE FROM %s WHERE %s; %s"
                            .formatted(table.name(), where(table), insert(table));
            case 15, 16 -> swap(table);
            case 17, 18 -> takeOver(table);
            default -> "DELETE FROM %s WHERE n = %d".formatted(table.name(), random.nextInt(9));
        };
    }

    private String insert(MySqlRandomTable table) {
        String rows =
                java.util.stream.Stream.generate(() -> row(table))
                        .limit(1 + random.nextInt(3))
                        .collect(Collectors.joining(", "));
        String into =
                "INTO %s (%s) VALUES %s".formatted(table.name(), names(table.written()), rows);
        Column column = anyOf(table);
        return switch (random.nextInt(8)) {
            case 0 -> "INSERT IGNORE " + into;
            case 1 -> "REPLACE " + into;
            case 2 ->
                    "INSERT %s ON DUPLICATE KEY UPDATE %s = %s"
                            .formatted(into, column.name(), value(column));
            default -> "INSERT " + into;
        };
    }

    private String row(MySqlRandomTable table) {
        return table.written().stream()
                .map(column -> value(column))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String value(Column column) {
        boolean given = column.type().endsWith("AUTO_INCREMENT") && random.nextInt(3) == 0;
        return given ? "DEFAULT" : column.value(random);
    }

    private String update(MySqlRandomTable table, String where) {
        Column one = anyOf(table);
        Column other = anyOf(table);
        String sets = one.name() + " = " + one.value(random);
        if (!one.equals(other)) {
            sets += ", " + other.name() + " = " + other.value(random);
        }
        return "UPDATE %s SET %s WHERE %s".formatted(table.name(), sets, where);
    }

    private String shift(MySqlRandomTable table) {
        Column column = anyOf(table);
        return "UPDATE %1$s SET %2$s = %3$s ORDER BY %2$s%4$s"
                .formatted(
                        table.name(),
                        column.name(),
                        column.shifted(random),
                        random.nextBoolean() ? " DESC" : "");
    }

    private String where(MySqlRandomTable table) {
        if (table.key().isEmpty() || random.nextInt(4) == 0) {
            Column column = anyOf(table);
            return column.name() + " = " + column.some(random);
        }
        return table.key().stream()
                .map(column -> column.name() + " = " + column.some(random))
                .collect(Collectors.joining(random.nextInt(3) == 0 ? " OR " : " AND "));
    }

    /// Two rows exchange a value, by way of one that nobody else has.
    private String swap(MySqlRandomTable table) {
        Column column = anyOf(table);
        String one = column.some(random);
        String other = column.some(random);
        return List.of(
                        column.parking() + " < " + one,
                        one + " < " + other,
                        other + " < " + column.parking())
                .stream()
                .map(step -> step.split(" < ", -1))
                .map(step ->
                        "UPDATE %1$s SET %2$s = %3$s WHERE %2$s = %4$s"
                                .formatted(table.name(), column.name(), step[0], step[1]))
                .collect(Collectors.joining("; "));
    }

    /// A row gives its value up and another one takes it.
    private String takeOver(MySqlRandomTable table) {
        Column column = anyOf(table);
        String value = column.some(random);
        return "UPDATE %1$s SET %2$s = %3$s WHERE %2$s = %4$s; UPDATE %1$s SET %2$s = %4$s WHERE %5$s"
                .formatted(table.name(), column.name(), column.some(random), value, where(table));
    }

    private Column anyOf(MySqlRandomTable table) {
        return table.written().get(random.nextInt(table.written().size()));
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private static String pick(List<String> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
