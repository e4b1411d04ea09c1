package io.stageline.publisher.plan;

import io.stageline.changelog.RowImage;
import io.stageline.database.CanonicalText;
import io.stageline.database.Column;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What planning asks of a table again and again: its row key, its unique keys and foreign keys, ready to be picked out of
/// row images. Made for one planning; owned by its thread.
final class TableLayout {
    private final Table table;
    private final Pick identity;
    private final Map<List<String>, Pick> picks = new HashMap<>();
    private final Set<String> identityAlways = new HashSet<>();
    private final boolean hiddenUniqueValues;
    private final boolean opaqueKeys;
    private final boolean followsParents;
    private final boolean identityInOtherWords;
    private final boolean refersToItselfByRow;

    TableLayout(Table table) {
        this.table = table;
        this.identity = new Pick(identityColumns(table), table);
        for (Column column : table.columns()) {
            if (column.generation() == Column.Generation.IDENTITY_ALWAYS) {
                identityAlways.add(column.name());
            }
        }
        this.hiddenUniqueValues =
                table.uniqueKeys().stream()
                        .anyMatch(key ->
                                !key.deferrable() && !(isRowKey(key) && showsCollisions(key)));
        this.opaqueKeys =
                table.uniqueKeys().stream()
                        .anyMatch(key -> !key.deferrable() && !showsCollisions(key));
        this.followsParents = table.foreignKeys().stream().anyMatch(Past::runsAhead);
        this.refersToItselfByRow =
                table.foreignKeys().stream()
                        .anyMatch(key -> key.byRow() && key.parent().equals(table.id()));
        this.identityInOtherWords = identity.names().stream().anyMatch(this::sameInOtherWords);
    }

    /// The primary key; without one, a unique key that always tells rows apart; else nothing. A deferrable primary key does
    /// not: inside a transaction two rows may hold the same, and following one by it would follow the other.
    private static List<String> identityColumns(Table table) {
        return table.primaryKey()
                .filter(key -> !key.deferrable())
                .or(() ->
                        table.uniqueKeys().stream()
                                .filter(key -> key.plain() && !key.deferrable())
                                .filter(key ->
                                        key.columns().stream()
                                                .noneMatch(name -> nullable(table, name)))
                                .findFirst())
                .map(UniqueKey::columns)
                .orElse(List.of());
    }

    private static boolean nullable(Table table, String name) {
        return table.column(name).map(Column::nullable).orElse(true);
    }

    Table table() {
        return table;
    }

    /// Picks the row key; of no columns if the table has none.
    Pick identity() {
        return identity;
    }

    boolean hasIdentity() {
        return !identity.names().isEmpty();
    }

    boolean identityAlways(String column) {
        return identityAlways.contains(column);
    }

    /// Whether two rows collide in a unique key exactly when its values have the same text, in canonical form.
    private boolean showsCollisions(UniqueKey key) {
        return key.plain()
                && key.comparedColumns().containsAll(key.columns())
                && key.columns().stream()
                        .flatMap(name -> table.column(name).stream())
                        .allMatch(column -> CanonicalText.decides(column.type()));
    }

    /// Whether two keys may be equal though their texts are not, in a way nobody here knows (citext, interval).
    boolean opaqueIdentity() {
        return table.uniqueKeys().stream().anyMatch(key -> isRowKey(key) && !showsCollisions(key));
    }

    /// The text of the row key in an image, where equal keys may have other texts; else nothing.
    Optional<String> wordsOfKey(RowImage image) {
        if (!identityInOtherWords || !identity.fits(image)) {
            return Optional.empty();
        }
        return Optional.of(identity.names().stream().map(image::value).toList().toString());
    }

    /// Whether a column may get another text without getting another value: 1.5 and 1.50.
    boolean sameInOtherWords(String column) {
        return table.column(column).filter(it -> CanonicalText.converted(it.type())).isPresent();
    }

    /// Whether a write can release a unique value that its images do not show (the log of an update or delete has only
    /// the row key by default).
    boolean hiddenUniqueValues() {
        return hiddenUniqueValues;
    }

    /// Whether the values of columns alone do not tell when two rows collide.
    boolean hasOpaqueKeys() {
        return opaqueKeys;
    }

    /// Whether production may change rows of the table by itself, when their parents change, before their own events tell it.
    boolean followsParents() {
        return followsParents;
    }

    /// Whether rows refer to rows of the same table, which the database checks row by row.
    boolean refersToItselfByRow() {
        return refersToItselfByRow;
    }

    /// What tells the row of an image from others: its row key, or all its values.
    Values name(RowImage image) {
        return (hasIdentity() ? identity : pick(image.columns().names()))
                .values(image)
                .orElse(Values.NONE);
    }

    Pick pick(List<String> columns) {
        return picks.computeIfAbsent(columns, wanted -> new Pick(wanted, table));
    }

    boolean isRowKey(UniqueKey key) {
        return key.plain() && key.columns().equals(identity.names());
    }

    /// Whether a before image holds more than the row key: then it is the whole old row.
    boolean isWhole(@Nullable RowImage before) {
        return before != null
                && (before.size() > identity.names().size()
                        || before.columns().names().stream()
                                .anyMatch(name -> !identity.names().contains(name)));
    }

    /// Whether the image shows the values of all unique keys.
    boolean sees(RowImage image) {
        return table.uniqueKeys().stream().allMatch(key -> pick(key.columns()).fits(image));
    }

    /// The row key a change found its row by: of the before image where there is one, else of the after image.
    Optional<Values> keyOf(@Nullable RowImage before, @Nullable RowImage after) {
        if (!hasIdentity()) {
            return Optional.empty();
        }
        Optional<Values> old = before == null ? Optional.empty() : identity.values(before);
        return old.isPresent() || after == null || before != null ? old : identity.values(after);
    }
}
