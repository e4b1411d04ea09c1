package io.stageline.publisher.target;

import io.stageline.conflict.Refusal;
import io.stageline.database.Catalogue;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What MySQL's refusals say. What they are is told by their numbers; their messages are read for names alone, and only names that the catalogue has are
/// taken from them.
final class MySqlRefusals {
    private static final Pattern FOREIGN_KEY =
            Pattern.compile(" CONSTRAINT `((?:[^`]|``)+)` FOREIGN KEY ");
    private static final Pattern COLUMN =
            Pattern.compile("[Cc]olumn '((?:[^']|'')+)'(?: at row \\d+| cannot be null)$");
    private static final String OF_KEY = " for key '";

    private final Catalogue catalogue;

    MySqlRefusals(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// The general error, and classes that are not about data; a trigger's SIGNAL has another one.
    boolean isOfTheServer(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return !(state.startsWith("22") || state.startsWith("23") || state.startsWith("45"));
    }

    Refusal.Cause.Rejected cause(SQLException e) {
        String message = String.valueOf(e.getMessage());
        Optional<String> constraint =
                switch (FailureKind.kindOf(e)) {
                    case UNIQUE -> uniqueKey(message);
                    case FOREIGN_KEY -> foreignKey(message);
                    default -> Optional.empty();
                };
        return Refusal.Cause.Rejected.by(e, constraint, column(message), message);
    }

    /// The value that stands before the name may hold anything.
    private Optional<String> uniqueKey(String message) {
        int at = message.lastIndexOf(OF_KEY);
        if (at < 0) {
            return Optional.empty();
        }
        String told = message.substring(at + OF_KEY.length());
        return catalogue.tables().values().stream()
                .flatMap(table -> uniqueKey(table, told))
                .findFirst();
    }

    private static Stream<String> uniqueKey(Table table, String told) {
        return table.uniqueKeys().stream()
                .map(UniqueKey::name)
                .filter(name -> told.equals(table.id().table() + "." + name + "'"));
    }

    private Optional<String> foreignKey(String message) {
        Matcher found = FOREIGN_KEY.matcher(message);
        if (!found.find()) {
            return Optional.empty();
        }
        String name = found.group(1).replace("``", "`");
        return catalogue.tables().values().stream()
                .flatMap(table -> table.foreignKeys().stream().map(ForeignKey::name))
                .filter(name::equals)
                .findFirst();
    }

    private Optional<String> column(String message) {
        Matcher found = COLUMN.matcher(message);
        if (!found.find()) {
            return Optional.empty();
        }
        String name = found.group(1);
        return catalogue.tables().values().stream()
                        .anyMatch(table -> table.column(name).isPresent())
                ? Optional.of(name)
                : Optional.empty();
    }
}
