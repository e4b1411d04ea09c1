package io.stageline.operator.doctor;

import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.ColumnType.Kind;
import io.stageline.operator.doctor.PostgresExaminer.StagingView;
import io.stageline.operator.doctor.StructureReader.Structure;
import io.stageline.operator.doctor.StructureReader.TypeId;
import io.stageline.operator.doctor.StructureReader.UserType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares users' types that selected columns use: enums, domains and composite types of one name may be made otherwise.
final class TypeComparison {
    private final StagingView staging;
    private final Structure production;

    TypeComparison(StagingView staging, Structure production) {
        this.staging = staging;
        this.production = production;
    }

    List<Finding> compare() {
        List<Finding> findings = new ArrayList<>();
        for (UserType type : used()) {
            UserType held = production.types().get(type.id());
            if (held == null) {
                findings.add(finding(type, "Production lacks the type.").curedBy(create(type)));
            } else if (type.kind().equals("e") && held.kind().equals("e")) {
                labels(type, held).ifPresent(findings::add);
            } else if (!type.parts().equals(held.parts())) {
                findings.add(
                        finding(
                                type,
                                "Staging has %s, production %s: make them the same."
                                        .formatted(type.parts(), held.parts())));
            }
        }
        return findings;
    }

    private static Optional<Finding> labels(UserType type, UserType held) {
        List<String> missing =
                type.parts().stream().filter(label -> !held.parts().contains(label)).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String cure =
                missing.stream()
                        .map(label ->
                                "ALTER TYPE %s ADD VALUE %s%s"
                                        .formatted(
                                                type.id().quoted(),
                                                literal(label),
                                                place(type, label)))
                        .collect(Collectors.joining(";\n"));
        return Optional.of(
                finding(
                                type,
                                "Production's enum lacks "
                                        + missing
                                        + ": such values would be refused.")
                        .curedBy(cure));
    }

    /// Where the label belongs, so that both sides sort alike.
    private static String place(UserType type, String label) {
        int index = type.parts().indexOf(label);
        return index == 0 ? "" : " AFTER " + literal(type.parts().get(index - 1));
    }

    private static String create(UserType type) {
        return switch (type.kind()) {
            case "e" ->
                    type.parts().stream()
                            .map(TypeComparison::literal)
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            "CREATE TYPE " + type.id().quoted() + " AS ENUM (",
                                            ")"));
            case "d" ->
                    "CREATE DOMAIN " + type.id().quoted() + " AS " + String.join(" ", type.parts());
            default ->
                    "CREATE TYPE "
                            + type.id().quoted()
                            + " AS ("
                            + String.join(", ", type.parts())
                            + ")";
        };
    }

    private static Finding finding(UserType type, String sentence) {
        return Finding.error(
                "production.type",
                "production type " + type.id().schema() + "." + type.id().name(),
                sentence);
    }

    /// The types of selected columns and all that these are made of.
    private List<UserType> used() {
        Deque<UserType> open = new ArrayDeque<>();
        Set<TypeId> seen = new HashSet<>();
        List<UserType> used = new ArrayList<>();
        staging.selected().tables().values().stream()
                .flatMap(table -> table.columns().stream())
                .map(Column::type)
                .map(TypeComparison::element)
                .flatMap(id -> Optional.ofNullable(staging.structure().types().get(id)).stream())
                .forEach(open::add);
        while (!open.isEmpty()) {
            UserType type = open.poll();
            if (seen.add(type.id())) {
                used.add(type);
                staging.structure().types().values().stream()
                        .filter(part -> isPart(part, type))
                        .forEach(open::add);
            }
        }
        used.sort((one, other) -> one.id().quoted().compareTo(other.id().quoted()));
        return used;
    }

    private static boolean isPart(UserType part, UserType type) {
        return !type.kind().equals("e")
                && type.parts().stream().anyMatch(text -> text.contains(part.id().name()));
    }

    /// An array's type is named after its element's, with an underscore before it.
    private static TypeId element(ColumnType type) {
        return new TypeId(
                type.schema(), type.kind() == Kind.ARRAY ? type.name().substring(1) : type.name());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
