package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the lines of PostgreSQL's own `test_decoding`: real events in real order, without our capture.
final class DecodedLine {
    private static final Pattern LINE =
            Pattern.compile("table (.+?): (INSERT|UPDATE|DELETE|TRUNCATE): (.*)", Pattern.DOTALL);
    private static final Pattern VALUE =
            Pattern.compile(
                    "([a-z_0-9]+|\"(?:[^\"]|\"\")+\")\\[((?:[^\\[\\]]|\\[\\])+)\\]:"
                            + "(B?'(?:[^']++|'')*+'|[^ ]+)",
                    Pattern.DOTALL);

    private DecodedLine() {}

    static List<ChangeEvent> events(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            throw new IllegalArgumentException("Not a change: " + line);
        }
        String images = found.group(3);
        if (found.group(2).equals("TRUNCATE")) {
            return Arrays.stream(found.group(1).split(", "))
                    .<ChangeEvent>map(name -> new ChangeEvent.Truncate(table(name)))
                    .toList();
        }
        TableId table = table(found.group(1));
        return List.of(
                switch (found.group(2)) {
                    case "INSERT" -> new ChangeEvent.Insert(table, image(images));
                    case "DELETE" -> new ChangeEvent.Delete(table, image(images));
                    default -> update(table, images);
                });
    }

    private static ChangeEvent update(TableId table, String images) {
        if (!images.startsWith("old-key: ")) {
            return new ChangeEvent.Update(table, null, image(images));
        }
        String old = images.substring("old-key:".length()); // nothing at all if all is NULL
        int split = old.indexOf(" new-tuple: ");
        return new ChangeEvent.Update(
                table,
                image(old.substring(0, split)),
                image(old.substring(split + " new-tuple: ".length())));
    }

    private static TableId table(String name) {
        int dot = name.indexOf('.');
        return new TableId(unquoted(name.substring(0, dot)), unquoted(name.substring(dot + 1)));
    }

    private static String unquoted(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }

    private static RowImage image(String text) {
        List<String> names = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        Matcher value = VALUE.matcher(text);
        while (value.find()) {
            if (!value.group(3).equals("unchanged-toast-datum")) {
                names.add(unquoted(value.group(1)));
                values.add(value(value.group(2), value.group(3)));
            }
        }
        return RowImage.owning(Columns.of(names), values.toArray(new @Nullable String[0]));
    }

    private static @Nullable String value(String type, String text) {
        if (text.equals("null")) {
            return null;
        }
        String plain =
                text.endsWith("'")
                        ? text.substring(text.indexOf('\'') + 1, text.length() - 1)
                                .replace("''", "'")
                        : text;
        return type.equals("bytea")
                ? Base64.getEncoder().encodeToString(HexFormat.of().parseHex(plain.substring(2)))
                : plain;
    }
}
