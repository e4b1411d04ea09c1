package io.stageline.publisher.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FootprintsTest {
    private static final TableId CATEGORY = new TableId("public", "category");
    private static final TableId PRODUCT = new TableId("public", "product");
    private static final TableId UNKNOWN = new TableId("public", "unknown");

    private final Footprints footprints =
            new Footprints(
                    new Catalogue(
                            "shop",
                            Map.of(
                                    CATEGORY,
                                    table(CATEGORY, List.of("id", "name"), List.of()),
                                    PRODUCT,
                                    table(
                                            PRODUCT,
                                            List.of("id", "category", "sku", "weight"),
                                            List.of("sku", "weight")))),
                    new Spelling.ByText());

    private static Table table(TableId id, List<String> names, List<String> unique) {
        List<Column> columns =
                names.stream()
                        .map(name ->
                                new Column(
                                        name,
                                        type(name),
                                        type(name).name(),
                                        !name.equals("id"),
                                        Column.Generation.NONE,
                                        names.indexOf(name) + 1))
                        .toList();
        List<UniqueKey> keys =
                Stream.concat(
                                Stream.of(
                                        new UniqueKey(
                                                "pk", true, List.of("id"), true, false, false)),
                                unique.stream()
                                        .map(name ->
                                                new UniqueKey(
                                                        name + "_key",
                                                        false,
                                                        List.of(name),
                                                        true,
                                                        false,
                                                        false)))
                        .toList();
        List<ForeignKey> parents =
                names.contains("category")
                        ? List.of(
                                new ForeignKey(
                                        "product_category_fkey",
                                        List.of("category"),
                                        CATEGORY,
                                        List.of("id"),
                                        ForeignKey.Action.REFUSE,
                                        ForeignKey.Action.REFUSE,
                                        false))
                        : List.of();
        return new Table(id, columns, keys, parents, Table.ReplicaIdentity.DEFAULT, false);
    }

    private static ColumnType type(String name) {
        String type = name.equals("weight") ? "numeric" : name.equals("id") ? "int4" : "text";
        return new ColumnType("pg_catalog", type, ColumnType.Kind.BASE, true);
    }

    private static RowImage category(String id) {
        return RowImage.owning(Columns.of(List.of("id", "name")), new String[] {id, "n" + id});
    }

    private static RowImage product(
            String id, @Nullable String category, @Nullable String sku, @Nullable String weight) {
        return RowImage.owning(
                Columns.of(List.of("id", "category", "sku", "weight")),
                new @Nullable String[] {id, category, sku, weight});
    }

    private static RowImage key(String id) {
        return RowImage.owning(Columns.of(List.of("id")), new String[] {id});
    }

    private static ChangeEvent insert(RowImage row) {
        return new ChangeEvent.Insert(PRODUCT, row);
    }

    private boolean meet(ChangeEvent earlier, ChangeEvent later) {
        return footprints.of(List.of(earlier)).meets(footprints.of(List.of(later)));
    }

    @Test
    void theSameRowMeetsAndAnotherDoesNot() {
        var one = new ChangeEvent.Update(PRODUCT, null, product("1", null, null, null));
        assertThat(meet(one, one)).isTrue();
        assertThat(meet(one, new ChangeEvent.Delete(PRODUCT, key("1")))).isTrue();
        assertThat(meet(one, new ChangeEvent.Delete(PRODUCT, key("2")))).isFalse();
    }

    @Test
    void equalNumbersMeetHoweverTheyAreWritten() {
        ChangeEvent one = insert(product("1", null, null, "1.50"));
        assertThat(meet(one, insert(product("2", null, null, "1.5")))).isTrue();
        assertThat(meet(one, insert(product("2", null, null, "15")))).isFalse();
    }

    @Test
    void nullsOfAUniqueKeyDoNotMeet() {
        assertThat(
                        meet(
                                insert(product("1", null, null, null)),
                                insert(product("2", null, null, null))))
                .isFalse();
    }

    @Test
    void childrenOfOneParentDoNotMeetButItsEndDoes() {
        ChangeEvent child = insert(product("1", "7", null, null));
        assertThat(meet(child, insert(product("2", "7", null, null)))).isFalse();
        assertThat(meet(child, new ChangeEvent.Delete(CATEGORY, key("7")))).isTrue();
        assertThat(meet(child, new ChangeEvent.Delete(CATEGORY, key("8")))).isFalse();
        assertThat(meet(child, new ChangeEvent.Update(CATEGORY, null, category("7")))).isFalse();
    }

    @Test
    void whatAKeyOnlyImageHidesIsTakenFromTheRowAsItWasTold() {
        footprints.know(PRODUCT, product("1", "7", "old", null));
        Footprint gone = footprints.of(List.of(new ChangeEvent.Delete(PRODUCT, key("1"))));

        assertThat(gone.meets(footprints.of(List.of(insert(product("2", null, "old", null))))))
                .isTrue();
        assertThat(gone.meets(footprints.of(List.of(new ChangeEvent.Delete(CATEGORY, key("7"))))))
                .isTrue();
    }

    @Test
    void whatAnEarlierChangeGaveTheRowIsFreedByALaterOne() {
        footprints.of(List.of(insert(product("1", null, "first", null))));
        Footprint later =
                footprints.of(
                        List.of(
                                new ChangeEvent.Update(
                                        PRODUCT, null, product("1", null, "second", null))));

        assertThat(later.meets(footprints.of(List.of(insert(product("2", null, "first", null))))))
                .isTrue();
    }

    @Test
    void aWholeImageBeforeShowsWhichValuesStay() {
        var priced =
                new ChangeEvent.Update(
                        PRODUCT, product("1", null, "a", "1"), product("1", null, "a", "2"));
        assertThat(meet(priced, insert(product("2", null, "a", null)))).isFalse();
        assertThat(meet(priced, insert(product("2", null, null, "1.0")))).isTrue();
    }

    @Test
    void truncateMeetsEveryChangeOfTheTable() {
        var truncate = new ChangeEvent.Truncate(PRODUCT);
        assertThat(meet(insert(product("1", null, null, null)), truncate)).isTrue();
        assertThat(meet(truncate, insert(product("1", null, null, null)))).isTrue();
        assertThat(meet(truncate, new ChangeEvent.Delete(CATEGORY, key("1")))).isFalse();
    }

    @Test
    void aTableProductionLacksIsOneThing() {
        var one = new ChangeEvent.Insert(UNKNOWN, category("1"));
        assertThat(meet(one, new ChangeEvent.Insert(UNKNOWN, category("2")))).isTrue();
    }

    /// They stand in production: a new version must find what an older one held.
    @Test
    void tokensStayAsTheyAre() {
        assertThat(Token.of(Token.Kind.TABLE, PRODUCT, List.of())).isEqualTo(9060984205416039780L);
        assertThat(Token.of(Token.Kind.VALUE, PRODUCT, List.of("sku"), List.of("ä")))
                .isEqualTo(-2272178385936434094L);
    }
}
