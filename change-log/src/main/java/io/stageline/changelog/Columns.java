package io.stageline.changelog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// The columns a row image holds values of, in order. Shared by all images of one shape, so that a row costs one array.
///
/// `forms` says how the values are written to the change log's JSON; what was read from it has [ValueForm#TEXT] throughout.
public record Columns(List<String> names, List<ValueForm> forms, Map<String, Integer> indexes) {
    /// How the text of a value stands in the JSON of the change log.
    public enum ValueForm {
        /// a JSON string: everything but the two below
        TEXT,
        /// a JSON number, written digit by digit as the database printed it: integers only
        NUMBER,
        /// `true` or `false`
        BOOLEAN
    }

    public Columns {
        names = List.copyOf(names);
        forms = List.copyOf(forms);
        if (names.size() != forms.size() || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("Columns have different names and one form each");
        }
        indexes = Map.copyOf(indexes);
    }

    public static Columns of(List<String> names, List<ValueForm> forms) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            indexes.put(names.get(i), i);
        }
        return new Columns(names, forms, indexes);
    }

    /// Columns whose values all stand as JSON strings.
    public static Columns of(List<String> names) {
        return of(names, names.stream().map(_ -> ValueForm.TEXT).toList());
    }

    public int size() {
        return names.size();
    }

    public boolean has(String name) {
        return indexes.containsKey(name);
    }

    /// The place of a column.
    ///
    /// @throws IllegalArgumentException if it is not among these columns
    public int indexOf(String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("No column " + name + " among " + names);
        }
        return index;
    }
}
