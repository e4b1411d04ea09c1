package io.stageline.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A few random tables that refer to each other, to themselves and in circles.
record RandomSchema(List<RandomTable> tables, List<Reference> references) {
    private static final List<String> ON_DELETE =
            List.of(
                    "",
                    "",
                    " ON DELETE CASCADE",
                    " ON DELETE CASCADE",
                    " ON DELETE SET NULL",
                    " ON DELETE RESTRICT");
    private static final List<String> ON_UPDATE =
            List.of("", "", " ON UPDATE CASCADE", " ON UPDATE CASCADE", " ON UPDATE SET NULL");
    private static final List<String> DEFERRABLE =
            List.of("", "", "", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED");

    /// A foreign key.
    record Reference(
            RandomTable child, List<String> columns, RandomTable parent, String definition) {
        String sql() {
            return "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                    .formatted(
                            child.name(),
                            String.join(", ", columns),
                            parent.name(),
                            String.join(", ", parent.key()),
                            definition);
        }
    }

    static RandomSchema next(RandomGenerator random) {
        int count = 2 + random.nextInt(4);
        List<RandomTable> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tables.add(RandomTable.next("t" + i, random));
        }
        List<Reference> references = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (int more = random.nextInt(3); more > 0; more--) {
                RandomTable parent = tables.get(random.nextInt(count));
                if (parent.mayReferTo()) {
                    tables.set(i, referring(tables.get(i), parent, references, random));
                }
            }
        }
        return new RandomSchema(
                List.copyOf(tables),
                references.stream()
                        .map(reference ->
                                new Reference(
                                        named(tables, reference.child().name()),
                                        reference.columns(),
                                        named(tables, reference.parent().name()),
                                        reference.definition()))
                        .toList());
    }

    private static RandomTable named(List<RandomTable> tables, String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
    }

    /// The table with the columns of one more foreign key; those of its own key where they fit, now and then.
    private static RandomTable referring(
            RandomTable child,
            RandomTable parent,
            List<Reference> references,
            RandomGenerator random) {
        List<RandomColumn> columns = new ArrayList<>(child.columns());
        List<String> statements = new ArrayList<>(child.statements());
        List<String> names = new ArrayList<>();
        for (String key : parent.key()) {
            RandomColumn wanted = parent.column(key);
            RandomColumn own =
                    child.columns().stream()
                            .filter(column -> child.key().contains(column.name()))
                            .filter(column -> column.kind() == wanted.kind() && column.written())
                            .filter(column -> !names.contains(column.name()))
                            .findFirst()
                            .orElse(null);
            if (own != null && !child.name().equals(parent.name()) && random.nextInt(2) == 0) {
                names.add(own.name());
                continue;
            }
            String name = "f" + references.size() + key;
            String type =
                    switch (wanted.kind()) {
                        case TEXT -> "text";
                        case NUMERIC -> "numeric";
                        case INT, BOOL, RANGE, LARGE -> "int";
                    };
            columns.add(new RandomColumn(name, type, wanted.kind(), true, true));
            statements.add("ALTER TABLE " + child.name() + " ADD " + name + " " + type);
            names.add(name);
        }
        references.add(
                new Reference(
                        child,
                        names,
                        parent,
                        pick(ON_DELETE, random)
                                + pick(ON_UPDATE, random)
                                + pick(DEFERRABLE, random)));
        return new RandomTable(
                child.name(), List.copyOf(columns), child.key(), child.mayReferTo(), statements);
    }

    private static String pick(List<String> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }

    String sql() {
        List<String> statements = new ArrayList<>();
        tables.forEach(table -> statements.addAll(table.statements()));
        references.forEach(reference -> statements.add(reference.sql()));
        return String.join(";\n", statements);
    }
}
