package io.stageline.operator.doctor;

import io.stageline.database.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values that a column takes.
///
/// @param name of the type: `varchar`
/// @param sizes lengths or digits
/// @param members of an enum or a set
/// @param rest what else is said of the type: `unsigned`, a SRID
/// @param charset empty where there is none
record MySqlValues(
        String name,
        List<Integer> sizes,
        List<String> members,
        String rest,
        String charset,
        String collation) {
    private static final Pattern TYPE =
            Pattern.compile(
                    "([a-z]+)(?:\\((.*?)\\))?( .*?)??(?: CHARACTER SET (\\S+) COLLATE (\\S+))?( SRID .*)?",
                    Pattern.DOTALL);
    private static final Pattern MEMBER = Pattern.compile("'((?:[^']|'')*)'");

    private static final List<List<String>> GROWING =
            List.of(
                    List.of("tinyint", "smallint", "mediumint", "int", "bigint"),
                    List.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext"),
                    List.of("varbinary", "tinyblob", "blob", "mediumblob", "longblob"));

    /// How many bytes a text takes at most.
    private static final Map<String, Integer> ROOM =
            Map.of("tinytext", 255, "tinyblob", 255, "text", 65_535, "blob", 65_535);

    private static final List<String> HOLDING_UNICODE =
            List.of("utf8mb4", "utf16", "utf16le", "utf32");

    MySqlValues {
        sizes = List.copyOf(sizes);
        members = List.copyOf(members);
    }

    static MySqlValues of(Column column) {
        String written = column.formattedType();
        if (written.startsWith("enum(") || written.startsWith("set(")) {
            return chosen(written);
        }
        Matcher type = TYPE.matcher(written);
        if (!type.matches()) {
            return new MySqlValues(written, List.of(), List.of(), "", "", "");
        }
        List<Integer> sizes = new ArrayList<>();
        boolean shownOnly = type.group(1).endsWith("int"); // tinyint(1) takes what tinyint takes
        if (type.group(2) != null && !shownOnly) {
            for (String size : type.group(2).split(",", -1)) {
                sizes.add(Integer.valueOf(size.strip()));
            }
        }
        return new MySqlValues(
                type.group(1),
                sizes,
                List.of(),
                text(type.group(3)) + text(type.group(6)),
                text(type.group(4)),
                text(type.group(5)));
    }

    private static MySqlValues chosen(String written) {
        int end = written.lastIndexOf(") CHARACTER SET ");
        String[] texts =
                written.substring(end + ") CHARACTER SET ".length()).split(" COLLATE ", -1);
        List<String> members = new ArrayList<>();
        Matcher member = MEMBER.matcher(written.substring(0, end));
        while (member.find()) {
            members.add(member.group(1).replace("''", "'"));
        }
        return new MySqlValues(
                written.startsWith("enum") ? "enum" : "set",
                List.of(),
                members,
                "",
                texts[0],
                texts[1]);
    }

    private static String text(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group.strip();
    }

    boolean hasText() {
        return !charset.isEmpty();
    }

    /// Whether every value of the other column is one of this column's, and stays what it is.
    boolean holds(MySqlValues other) {
        return rest.equals(other.rest)
                && holdsCharacters(other)
                && members.containsAll(other.members)
                && (name.equals(other.name) ? holdsSizes(other) : isWider(other));
    }

    /// A number of digits after the point, or of fractions of a second, is part of a value.
    private boolean holdsSizes(MySqlValues other) {
        if (sizes.equals(other.sizes)) {
            return true;
        }
        return switch (name) {
            case "varchar", "varbinary", "char" -> sizes.getFirst() >= other.sizes.getFirst();
            case "decimal" ->
                    sizes.get(1).equals(other.sizes.get(1)) && sizes.get(0) >= other.sizes.get(0);
            default -> false;
        };
    }

    private boolean isWider(MySqlValues other) {
        return GROWING.stream()
                .filter(types -> types.contains(name) && types.contains(other.name))
                .anyMatch(types ->
                        types.indexOf(name) > types.indexOf(other.name) && holdsLength(other));
    }

    /// A text's length is counted in characters, of at most four bytes; what it has room for in bytes.
    private boolean holdsLength(MySqlValues other) {
        if (other.sizes.isEmpty() || other.name.endsWith("int")) {
            return true;
        }
        int characters = other.sizes.getFirst();
        return sizes.isEmpty()
                ? characters * (charset.isEmpty() ? 1L : 4L)
                        <= ROOM.getOrDefault(name, Integer.MAX_VALUE)
                : sizes.getFirst() >= characters;
    }

    private boolean holdsCharacters(MySqlValues other) {
        if (charset.equals(other.charset)) {
            return true;
        }
        return !charset.isEmpty()
                && !other.charset.isEmpty()
                && (HOLDING_UNICODE.contains(charset)
                        || (charset.equals("utf8mb3") && other.charset.equals("ucs2"))
                        || other.charset.equals("ascii"));
    }
}
