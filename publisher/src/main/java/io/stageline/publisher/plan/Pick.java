package io.stageline.publisher.plan;

import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.database.CanonicalText;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.Table;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the values of some columns out of row images. Finds the places once for each shape of image.
final class Pick {
    private final List<String> names;
    private final @Nullable ColumnType[] converted;
    private final IdentityHashMap<Columns, int[]> places = new IdentityHashMap<>();
    private @Nullable Columns lastColumns;
    private int[] lastPlaces = new int[0];

    /// @param table that the columns belong to; those it lacks are compared as they are
    Pick(List<String> names, Table table) {
        this.names = List.copyOf(names);
        this.converted =
                names.stream()
                        .map(name ->
                                table.column(name)
                                        .map(Column::type)
                                        .filter(CanonicalText::converted)
                                        .orElse(null))
                        .toArray(ColumnType[]::new);
    }

    List<String> names() {
        return names;
    }

    boolean fits(RowImage image) {
        return places(image.columns()).length == names.size();
    }

    /// The values, in one form for all that are equal. Empty if the image lacks a column.
    Optional<Values> values(RowImage image) {
        int[] found = places(image.columns());
        if (found.length != names.size()) {
            return Optional.empty();
        }
        @Nullable String[] values = new @Nullable String[found.length];
        for (int i = 0; i < found.length; i++) {
            String value = image.value(found[i]);
            ColumnType type = converted[i];
            values[i] = type == null || value == null ? value : CanonicalText.text(type, value);
        }
        return Optional.of(new Values(values));
    }

    /// Puts the values into `target` from `start` on, and tells where they end. The image must have all columns.
    int copy(RowImage image, @Nullable String[] target, int start) {
        int[] found = places(image.columns());
        if (found.length != names.size()) {
            throw new IllegalArgumentException("The image lacks one of " + names);
        }
        int next = start;
        for (int place : found) {
            target[next++] = image.value(place);
        }
        return next;
    }

    /// Mostly the same shape as before: one comparison instead of a search.
    @SuppressWarnings("ReferenceEquality") // images of one shape share their columns
    private int[] places(Columns columns) {
        if (columns != lastColumns) {
            lastPlaces = places.computeIfAbsent(columns, this::find);
            lastColumns = columns;
        }
        return lastPlaces;
    }

    private int[] find(Columns columns) {
        return names.stream().filter(columns::has).mapToInt(columns::indexOf).toArray();
    }
}
