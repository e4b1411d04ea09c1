package io.stageline.pipeline;

import java.util.ArrayList;
import java.util.List;

/// A file of SQL statements. A statement ends at a line that ends with `;` (not inside `$$`). Comment lines that begin with `--@`
/// say what else to do:
///
/// - `--@production`: the next statement is for production, not staging
/// - `--@await`: wait until everything committed so far is published
record SqlScript(List<Step> steps) {
    sealed interface Step {
        record OnStaging(String sql) implements Step {}

        record OnProduction(String sql) implements Step {}

        record AwaitPublished() implements Step {}
    }

    SqlScript {
        steps = List.copyOf(steps);
    }

    static SqlScript parse(String text) {
        List<Step> steps = new ArrayList<>();
        var statement = new StringBuilder();
        boolean forProduction = false;
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            if (stripped.equals("--@production")) {
                forProduction = true;
            } else if (stripped.equals("--@await")) {
                steps.add(new Step.AwaitPublished());
            } else if (!statement.isEmpty() || !(stripped.isEmpty() || stripped.startsWith("--"))) {
                statement.append(line).append('\n');
            }
            if (stripped.endsWith(";") && !insideDollars(statement)) {
                String sql = statement.toString();
                steps.add(forProduction ? new Step.OnProduction(sql) : new Step.OnStaging(sql));
                forProduction = false;
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IllegalArgumentException("A statement without end: " + statement);
        }
        return new SqlScript(steps);
    }

    private static boolean insideDollars(StringBuilder statement) {
        return statement.toString().split("\\$\\$", -1).length % 2 == 0;
    }
}
