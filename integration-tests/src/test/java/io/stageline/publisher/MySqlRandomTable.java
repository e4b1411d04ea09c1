package io.stageline.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A table of MySQL with random columns, keys and constraints.
///
/// @param key the columns of its primary key; none for a table without one
/// @param written the columns that statements may name
/// @param lines of its definition
record MySqlRandomTable(String name, List<Column> key, List<Column> written, List<String> lines) {
    /// A column with the few values it takes: few, so that rows meet.
    record Column(String name, String type, boolean nullable) {
        private static final int VALUES = 9;

        String value(RandomGenerator random) {
            return nullable && random.nextInt(6) == 0 ? "NULL" : some(random);
        }

        /// A literal that is not NULL. Some are equal in other letters: the collation takes them for the same.
        String some(RandomGenerator random) {
            int n = random.nextInt(VALUES);
            if (type.startsWith("int")) {
                // never 0: MySQL 9.7 takes a child of 0 for one of itself while its own
                // AUTO_INCREMENT is not given yet
                return Integer.toString(n + 1);
            }
            if (type.startsWith("decimal")) {
                return n / 2 + (n % 2 == 0 ? ".50" : ".5");
            }
            if (type.startsWith("longtext")) {
                return "repeat('%c', %d)".formatted('p' + n, n < 4 ? 3000 + n : 3);
            }
            return switch (random.nextInt(8)) {
                case 0 -> "'ä'";
                case 1, 2 -> "'" + (char) ('A' + n) + "'";
                default -> "'" + (char) ('a' + n) + "'";
            };
        }

        /// An expression that moves every row's value at once.
        String shifted(RandomGenerator random) {
            if (type.startsWith("int") || type.startsWith("decimal")) {
                return name + (random.nextBoolean() ? " + 1" : " - 1");
            }
            return type.startsWith("longtext") ? name : "upper(" + name + ")";
        }

        /// A value no other statement writes: what editors park rows on while they swap.
        String parking() {
            return type.startsWith("int") || type.startsWith("decimal") ? "-1" : "'~'";
        }
    }

    static MySqlRandomTable next(String name, RandomGenerator random) {
        List<Column> key = key(random);
        List<Column> written = new ArrayList<>(key);
        List<String> lines = new ArrayList<>();
        key.forEach(column -> lines.add(column.name() + " " + column.type()));
        if (!key.isEmpty()) {
            lines.add(
                    "PRIMARY KEY ("
                            + String.join(", ", key.stream().map(Column::name).toList())
                            + ")");
        }
        add(written, lines, new Column("n", "int", true), "");
        if (random.nextInt(3) == 0) {
            lines.add("twice int AS (n * 2) " + (random.nextBoolean() ? "STORED" : "VIRTUAL"));
        }
        if (random.nextInt(3) == 0) {
            lines.add("touched timestamp(6) NULL ON UPDATE CURRENT_TIMESTAMP(6)");
        }
        if (random.nextInt(3) == 0) {
            add(written, lines, new Column("large", "longtext", true), "");
        }
        if (random.nextInt(5) == 0) {
            lines.add("CHECK (n < 12)");
        }
        if (random.nextInt(2) == 0) {
            add(written, lines, new Column("u", text(random), random.nextBoolean()), " UNIQUE");
        }
        if (random.nextInt(4) == 0) {
            add(written, lines, new Column("va", "int", true), "");
            add(written, lines, new Column("vb", "varchar(20)", true), "");
            lines.add("UNIQUE (va, vb)");
        }
        if (random.nextInt(5) == 0) {
            add(written, lines, new Column("slug", "varchar(20)", true), "");
            lines.add("UNIQUE ((lower(slug)))");
        }
        if (random.nextInt(6) == 0) {
            add(written, lines, new Column("amount", "decimal(8,2)", true), " UNIQUE");
        }
        return new MySqlRandomTable(name, key, written, lines);
    }

    private static void add(List<Column> columns, List<String> lines, Column column, String more) {
        columns.add(column);
        lines.add(
                column.name()
                        + " "
                        + column.type()
                        + (column.nullable() ? "" : " NOT NULL")
                        + more);
    }

    private static String text(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> "int";
            case 1 -> "varchar(20)";
            default -> "varchar(20) COLLATE utf8mb4_bin";
        };
    }

    private static List<Column> key(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> List.of(new Column("id", "int", false));
            case 4 -> List.of(new Column("id", "varchar(20)", false));
            case 5 -> List.of(new Column("id", "decimal(8,2)", false));
            case 6, 7 -> List.of(new Column("id", "int AUTO_INCREMENT", false));
            case 8, 9, 10 ->
                    List.of(
                            new Column("ka", "int", false),
                            new Column("kb", random.nextBoolean() ? "int" : "varchar(20)", false));
            default -> List.of();
        };
    }

    /// The same with a column and a line more.
    MySqlRandomTable with(List<Column> more, String line) {
        List<Column> columns = new ArrayList<>(written);
        List<String> all = new ArrayList<>(lines);
        more.forEach(column -> add(columns, all, column, ""));
        all.add(line);
        return new MySqlRandomTable(name, key, columns, all);
    }

    String sql() {
        return "CREATE TABLE " + name + " (" + String.join(", ", lines) + ")";
    }
}
