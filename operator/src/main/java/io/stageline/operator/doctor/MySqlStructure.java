package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Dialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How tables were made, as MySQL tells it: each column and key in a line, ready to make the like.
record MySqlStructure(Map<TableId, Definition> tables) {
    private static final String NAME = "`((?:[^`]|``)+)`";
    private static final Pattern COLUMN = Pattern.compile("  " + NAME + " (.*)");
    private static final Pattern PRIMARY = Pattern.compile("  PRIMARY KEY (.*)");
    private static final Pattern UNIQUE = Pattern.compile("  UNIQUE KEY " + NAME + " (.*)");
    private static final Pattern CONSTRAINT =
            Pattern.compile("  CONSTRAINT " + NAME + " ((FOREIGN KEY|CHECK) .*)");

    /// What does not matter to what a key refuses.
    private static final Pattern UNIMPORTANT =
            Pattern.compile(
                    " ON (?:DELETE|UPDATE) (?:RESTRICT|NO ACTION)| /\\*!80000 INVISIBLE \\*/");

    private static final Pattern ACTIONS =
            Pattern.compile(" ON (?:DELETE|UPDATE) (?:CASCADE|SET NULL)");

    MySqlStructure {
        tables = Map.copyOf(tables);
    }

    /// @param statement what makes the table
    /// @param columns each column's definition behind its name, as it stands in the statement
    record Definition(String statement, Map<String, String> columns, List<TableKey> keys) {
        Definition {
            keys = List.copyOf(keys);
        }

        List<TableKey> keys(Kind kind) {
            return keys.stream().filter(key -> key.kind == kind).toList();
        }

        Optional<TableKey> primary() {
            return keys(Kind.PRIMARY).stream().findFirst();
        }
    }

    enum Kind {
        PRIMARY,
        UNIQUE,
        FOREIGN,
        CHECK
    }

    /// @param name of a primary key: PRIMARY
    /// @param definition what two equal ones share, whatever their names
    /// @param line what makes it
    record TableKey(Kind kind, String name, String definition, String line) {
        /// Without the actions of a foreign key.
        String bare() {
            return ACTIONS.matcher(definition).replaceAll("");
        }

        boolean acts() {
            return !bare().equals(definition);
        }
    }

    /// Of the tables that our account may read.
    static MySqlStructure read(Facts facts, MySqlGrants grants, Catalogue tables)
            throws SQLException {
        Dialect dialect = Dialect.of(facts.connection());
        Map<TableId, Definition> found = new HashMap<>();
        for (TableId id : tables.tables().keySet()) {
            if (grants.on(id, "SELECT")) {
                String quoted = dialect.quote(id);
                String statement =
                        facts.one("SHOW CREATE TABLE " + quoted, row -> row.getString(2));
                found.put(id, parse(statement, quoted));
            }
        }
        return new MySqlStructure(found);
    }

    Optional<Definition> table(TableId id) {
        return Optional.ofNullable(tables.get(id));
    }

    private static Definition parse(String statement, String quoted) {
        Map<String, String> columns = new LinkedHashMap<>();
        List<TableKey> keys = new ArrayList<>();
        List<String> lines = statement.lines().toList();
        for (String each : lines) {
            String line = each.endsWith(",") ? each.substring(0, each.length() - 1) : each;
            Matcher column = COLUMN.matcher(line);
            if (column.matches()) {
                columns.put(unquoted(column.group(1)), column.group(2));
            } else {
                key(line).ifPresent(keys::add);
            }
        }
        String named =
                statement
                        .replaceFirst(
                                "CREATE TABLE `(?:[^`]|``)+`",
                                Matcher.quoteReplacement("CREATE TABLE " + quoted))
                        .replaceFirst(" AUTO_INCREMENT=\\d+", "");
        return new Definition(named, columns, keys);
    }

    private static Optional<TableKey> key(String line) {
        Matcher primary = PRIMARY.matcher(line);
        if (primary.matches()) {
            return Optional.of(key(Kind.PRIMARY, "PRIMARY", primary.group(1), line));
        }
        Matcher unique = UNIQUE.matcher(line);
        if (unique.matches()) {
            return Optional.of(
                    key(Kind.UNIQUE, unique.group(1), "UNIQUE " + unique.group(2), line));
        }
        Matcher constraint = CONSTRAINT.matcher(line);
        if (constraint.matches()) {
            Kind kind = constraint.group(3).equals("CHECK") ? Kind.CHECK : Kind.FOREIGN;
            return Optional.of(key(kind, constraint.group(1), constraint.group(2), line));
        }
        return Optional.empty();
    }

    private static TableKey key(Kind kind, String name, String definition, String line) {
        return new TableKey(
                kind, unquoted(name), UNIMPORTANT.matcher(definition).replaceAll(""), line.strip());
    }

    private static String unquoted(String name) {
        return name.replace("``", "`");
    }
}
