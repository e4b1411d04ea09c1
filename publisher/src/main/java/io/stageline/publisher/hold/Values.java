package io.stageline.publisher.hold;

import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Some columns whose values together mean one thing: a row, a unique value, or the unique value of a parent that a child
/// refers to.
///
/// @param table the table the thing belongs to
/// @param names the thing's columns in that table
/// @param columns where the values stand in an image, in the order of `names`; others than `names` for a reference
/// @param valued the columns of `names`, which say when two values are equal
/// @param nullsCount whether a NULL is a value like any other; else there is no such thing
record Values(
        Token.Kind kind,
        TableId table,
        List<String> names,
        List<String> columns,
        List<Column> valued,
        boolean nullsCount) {
    Values {
        names = List.copyOf(names);
        columns = List.copyOf(columns);
        valued = List.copyOf(valued);
    }

    boolean standIn(RowImage image) {
        return columns.stream().allMatch(image::has);
    }

    /// Tells of every text that a token is to be made of.
    void expect(RowImage image, Spelling spelling) {
        for (int i = 0; i < columns.size(); i++) {
            String value = image.has(columns.get(i)) ? image.value(columns.get(i)) : null;
            if (value != null) {
                spelling.expect(valued.get(i), value);
            }
        }
    }

    /// Empty if the image does not tell, or tells that there is none.
    OptionalLong token(RowImage image, Spelling spelling) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!image.has(columns.get(i))) {
                return OptionalLong.empty();
            }
            String value = image.value(columns.get(i));
            if (value == null && !nullsCount) {
                return OptionalLong.empty();
            }
            values.add(value == null ? null : spelling.spell(valued.get(i), value));
        }
        return OptionalLong.of(Token.of(kind, table, names, values));
    }
}
