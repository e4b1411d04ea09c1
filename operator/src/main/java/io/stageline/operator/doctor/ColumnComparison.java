package io.stageline.operator.doctor;

import io.stageline.database.Column;
import io.stageline.database.Column.Generation;
import io.stageline.database.Names;
import io.stageline.database.Table;
import io.stageline.operator.doctor.StructureReader.ColumnId;
import io.stageline.operator.doctor.StructureReader.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the columns of a table on both sides: every value of staging must be taken, and kept as it is.
final class ColumnComparison {
    private static final Pattern VARYING = Pattern.compile("character varying(?:\\((\\d+)\\))?");

    private final Structure staging;
    private final Structure production;

    ColumnComparison(Structure staging, Structure production) {
        this.staging = staging;
        this.production = production;
    }

    List<Finding> compare(Table wanted, Table present) {
        List<Finding> findings = new ArrayList<>();
        for (Column column : wanted.columns()) {
            Optional<Column> held = present.column(column.name());
            if (held.isEmpty()) {
                findings.add(missing(wanted, column));
            } else {
                generation(wanted, column, held.get()).ifPresent(findings::add);
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

    private Finding missing(Table table, Column column) {
        String definition = Names.quote(column.name()) + " " + column.formattedType();
        String cure = alter(table) + " ADD COLUMN " + definition;
        if (column.generation() == Generation.COMPUTED) {
            return Finding.warning(
                            "production.column-missing",
                            subject(table, column),
                            "Production lacks this generated column; it would not be published, but computed there.")
                    .curedBy(cure + generated(table, column));
        }
        return Finding.error(
                        "production.column-missing",
                        subject(table, column),
                        "Production lacks this column: every change of the table would be refused (schema_mismatch).")
                .curedBy(cure);
    }

    private Optional<Finding> generation(Table table, Column wanted, Column held) {
        boolean computedHere = wanted.generation() == Generation.COMPUTED;
        boolean computedThere = held.generation() == Generation.COMPUTED;
        String id = "production.generated-column";
        String name = Names.quote(wanted.name());
        if (computedHere && !computedThere) {
            return Optional.of(
                    Finding.error(
                                    id,
                                    subject(table, wanted),
                                    "Staging computes this column, and computed values are not published; production would leave"
                                            + " it empty.")
                            .curedBy(
                                    "%1$s DROP COLUMN %2$s, ADD COLUMN %2$s %3$s%4$s"
                                            .formatted(
                                                    alter(table),
                                                    name,
                                                    wanted.formattedType(),
                                                    generated(table, wanted))));
        } else if (!computedHere && computedThere) {
            return Optional.of(
                    Finding.error(
                                    id,
                                    subject(table, wanted),
                                    "Production computes this column and takes no values for it.")
                            .curedBy(alter(table) + " ALTER COLUMN " + name + " DROP EXPRESSION"));
        } else if (computedHere
                && !Objects.equals(
                        expression(staging, table, wanted), expression(production, table, held))) {
            return Optional.of(
                    Finding.warning(
                                    id,
                                    subject(table, wanted),
                                    "The two sides compute this column by different expressions, so their values differ.")
                            .curedBy(
                                    "%s ALTER COLUMN %s SET EXPRESSION AS (%s)"
                                            .formatted(
                                                    alter(table),
                                                    name,
                                                    expression(staging, table, wanted))));
        }
        return Optional.empty();
    }

    private Optional<Finding> type(Table table, Column wanted, Column held) {
        if (wanted.formattedType().equals(held.formattedType())) {
            return Optional.empty();
        }
        String id = "production.column-type";
        String difference =
                "Staging has %s, production %s"
                        .formatted(wanted.formattedType(), held.formattedType());
        if (isRoomier(wanted, held)) {
            return Optional.of(
                    Finding.warning(
                            id,
                            subject(table, wanted),
                            difference + ": every value fits, and is kept."));
        }
        String name = Names.quote(wanted.name());
        return Optional.of(
                Finding.error(
                                id,
                                subject(table, wanted),
                                difference
                                        + ": values would be refused, or kept otherwise than staging has them.")
                        .curedBy(
                                "%1$s ALTER COLUMN %2$s TYPE %3$s USING %2$s::%3$s"
                                        .formatted(alter(table), name, wanted.formattedType())));
    }

    /// Text that was limited and is less so in production is the same text.
    private static boolean isRoomier(Column wanted, Column held) {
        Matcher here = VARYING.matcher(wanted.formattedType());
        if (!here.matches()) {
            return false;
        }
        Matcher there = VARYING.matcher(held.formattedType());
        if (held.type().is("text")) {
            return true;
        }
        boolean unlimited = there.matches() && there.group(1) == null;
        boolean limited = there.matches() && there.group(1) != null && here.group(1) != null;
        return unlimited
                || (limited && Integer.parseInt(there.group(1)) >= Integer.parseInt(here.group(1)));
    }

    private static Optional<Finding> nullability(Table table, Column wanted, Column held) {
        if (!wanted.nullable() || held.nullable()) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.warning(
                                "production.not-null",
                                subject(table, wanted),
                                "Production refuses NULL here and staging does not: such a row would halt the lane"
                                        + " (value_rejected).")
                        .curedBy(dropNotNull(table, wanted)));
    }

    private Optional<Finding> required(Table table, Column column) {
        boolean filled =
                column.nullable()
                        || column.generation() != Generation.NONE
                        || production
                                .defaults()
                                .containsKey(new ColumnId(table.id(), column.name()));
        if (filled) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.error(
                                "production.column-required",
                                subject(table, column),
                                "Staging has no such column, and production requires a value: every insert would be refused.")
                        .curedBy(dropNotNull(table, column)));
    }

    private String generated(Table table, Column column) {
        return " GENERATED ALWAYS AS (" + expression(staging, table, column) + ") STORED";
    }

    private static String expression(Structure structure, Table table, Column column) {
        return structure.defaults().getOrDefault(new ColumnId(table.id(), column.name()), "");
    }

    private static String dropNotNull(Table table, Column column) {
        return alter(table) + " ALTER COLUMN " + Names.quote(column.name()) + " DROP NOT NULL";
    }

    private static String alter(Table table) {
        return "ALTER TABLE " + Names.quote(table.id());
    }

    private static String subject(Table table, Column column) {
        return "production " + table.id() + "." + column.name();
    }
}
