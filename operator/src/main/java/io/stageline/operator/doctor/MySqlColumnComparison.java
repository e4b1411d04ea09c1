package io.stageline.operator.doctor;

import io.stageline.database.Column;
import io.stageline.database.Column.Generation;
import io.stageline.database.Dialect;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import io.stageline.operator.doctor.MySqlStructure.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the columns of a MySQL table on both sides: every value of staging must be taken, and kept as it is.
final class MySqlColumnComparison {
    private static final Pattern EXPRESSION =
            Pattern.compile("GENERATED ALWAYS AS (\\(.*\\)) (VIRTUAL|STORED)");

    private final Dialect dialect;
    private final String alter;
    private final Definition staging;
    private final Definition production;

    /// @param alter the beginning of a statement that alters the table
    MySqlColumnComparison(
            Dialect dialect, String alter, Definition staging, Definition production) {
        this.dialect = dialect;
        this.alter = alter;
        this.staging = staging;
        this.production = production;
    }

    List<Finding> compare(Table wanted, Table present) {
        List<Finding> findings = new ArrayList<>();
        for (Column column : wanted.columns()) {
            Optional<Column> held = present.column(column.name());
            if (held.isEmpty()) {
                findings.add(missing(wanted, column));
            } else if (isComputed(column) || isComputed(held.get())) {
                generation(wanted, column, held.get()).ifPresent(findings::add);
            } else {
                type(wanted, column, held.get()).ifPresent(findings::add);
                nullability(wanted, column, held.get()).ifPresent(findings::add);
            }
        }
        for (Column column : present.columns()) {
            if (wanted.column(column.name()).isEmpty()) {
                required(present, column).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static boolean isComputed(Column column) {
        return column.generation() == Generation.COMPUTED;
    }

    private Finding missing(Table table, Column column) {
        String cure = alter + " ADD COLUMN " + definition(column);
        return isComputed(column)
                ? Finding.warning(
                                "production.column-missing",
                                subject(table, column),
                                "Production lacks this generated column; it would not be published, but computed there.")
                        .curedBy(cure)
                : Finding.error(
                                "production.column-missing",
                                subject(table, column),
                                "Production lacks this column: every change of the table would be refused (schema_mismatch).")
                        .curedBy(cure);
    }

    private Optional<Finding> generation(Table table, Column wanted, Column held) {
        String subject = subject(table, wanted);
        String id = "production.generated-column";
        if (!isComputed(held)) {
            return Optional.of(
                    Finding.error(
                                    id,
                                    subject,
                                    "Staging computes this column, and computed values are not published; production would leave it empty.")
                            .curedBy(anew(wanted)));
        } else if (!isComputed(wanted)) {
            return Optional.of(
                    Finding.error(
                                    id,
                                    subject,
                                    "Production computes this column and takes no values for it.")
                            .curedBy(anew(wanted)));
        }
        return expression(staging, wanted).equals(expression(production, held))
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                        id,
                                        subject,
                                        "The two sides compute this column by different expressions, so their values differ.")
                                .curedBy(anew(wanted)));
    }

    private Optional<Finding> type(Table table, Column wanted, Column held) {
        MySqlValues here = MySqlValues.of(wanted);
        MySqlValues there = MySqlValues.of(held);
        if (here.equals(there)) {
            return Optional.empty();
        }
        boolean otherTexts =
                here.hasText() && there.hasText() && !here.charset().equals(there.charset());
        String id = otherTexts ? "charset" : "column-type";
        String difference =
                "Staging has %s, production %s"
                        .formatted(wanted.formattedType(), held.formattedType());
        if (!there.holds(here)) {
            return Optional.of(
                    Finding.error(
                                    "production." + id,
                                    subject(table, wanted),
                                    difference
                                            + ": values would be refused, or kept otherwise than staging has them.")
                            .curedBy(modify(wanted)));
        } else if (!here.collation().equals(there.collation())) {
            return Optional.of(collation(table, wanted, difference));
        }
        return Optional.of(
                Finding.warning(
                        "production." + id,
                        subject(table, wanted),
                        difference + ": every value fits, and is kept."));
    }

    /// Two keys that are different in one collation may be the same in the other.
    private Finding collation(Table table, Column column, String difference) {
        boolean key =
                table.uniqueKeys().stream()
                        .map(UniqueKey::columns)
                        .anyMatch(columns -> columns.contains(column.name()));
        String id = "production.collation";
        String subject = subject(table, column);
        return (key
                        ? Finding.error(
                                id,
                                subject,
                                difference
                                        + ": keys that are different here may be equal there, or the other way round.")
                        : Finding.warning(
                                id,
                                subject,
                                difference
                                        + ": values are kept as they are, but compared and sorted otherwise."))
                .curedBy(modify(column));
    }

    private Optional<Finding> nullability(Table table, Column wanted, Column held) {
        if (!wanted.nullable() || held.nullable()) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.warning(
                                "production.not-null",
                                subject(table, wanted),
                                "Production refuses NULL here and staging does not: such a row would be held (value_rejected).")
                        .curedBy(modify(wanted)));
    }

    private Optional<Finding> required(Table table, Column column) {
        String written = production.columns().getOrDefault(column.name(), "");
        boolean filled =
                column.nullable()
                        || column.generation() != Generation.NONE
                        || written.contains(" DEFAULT ");
        if (filled) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.error(
                                "production.column-required",
                                subject(table, column),
                                "Staging has no such column, and production requires a value: every insert would be refused.")
                        .curedBy(
                                "%s MODIFY COLUMN %s %s"
                                        .formatted(
                                                alter,
                                                dialect.quote(column.name()),
                                                written.replaceFirst(" NOT NULL", " NULL"))));
    }

    private static String expression(Definition table, Column column) {
        Matcher matcher = EXPRESSION.matcher(table.columns().getOrDefault(column.name(), ""));
        return matcher.find() ? matcher.group(1) : "";
    }

    private String modify(Column wanted) {
        return alter + " MODIFY COLUMN " + definition(wanted);
    }

    /// Between computed and not, MySQL changes no column in place.
    private String anew(Column wanted) {
        return "%s DROP COLUMN %s, ADD COLUMN %s"
                .formatted(alter, dialect.quote(wanted.name()), definition(wanted));
    }

    /// As staging has it. The character set is named: production's table may have another one where none is.
    private String definition(Column column) {
        String written = staging.columns().getOrDefault(column.name(), column.formattedType());
        int charset = column.formattedType().indexOf(" CHARACTER SET ");
        if (charset > 0 && !written.contains(" CHARACTER SET ")) {
            String type = column.formattedType().substring(0, charset);
            if (written.startsWith(type)) {
                String rest = written.substring(type.length()).replaceFirst("^ COLLATE \\S+", "");
                written = column.formattedType() + rest;
            }
        }
        return dialect.quote(column.name()) + " " + written;
    }

    private static String subject(Table table, Column column) {
        return "production " + table.id() + "." + column.name();
    }
}
