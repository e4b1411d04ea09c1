package io.stageline.publisher.plan;

import static io.stageline.publisher.plan.Shop.BOX;
import static io.stageline.publisher.plan.Shop.CATEGORY;
import static io.stageline.publisher.plan.Shop.IDENTITY;
import static io.stageline.publisher.plan.Shop.JOURNAL;
import static io.stageline.publisher.plan.Shop.LEFT;
import static io.stageline.publisher.plan.Shop.PART;
import static io.stageline.publisher.plan.Shop.PRODUCT;
import static io.stageline.publisher.plan.Shop.RIGHT;
import static io.stageline.publisher.plan.Shop.delete;
import static io.stageline.publisher.plan.Shop.insert;
import static io.stageline.publisher.plan.Shop.row;
import static io.stageline.publisher.plan.Shop.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Planner planner = new Planner(Shop.catalogue());

    @Test
    void writesRowsOfOneShapeInOneStatement() {
        assertThat(
                        netEffects(
                                insert(CATEGORY, "id", "1", "parent", null),
                                insert(CATEGORY, "id", "2", "parent", null)))
                .containsExactly("INSERT category [1, null] [2, null]");
    }

    @Test
    void writesParentsBeforeTheirChildren() {
        assertThat(
                        netEffects(
                                insert(PRODUCT, "id", "9", "category", "1", "sku", "a"),
                                insert(CATEGORY, "id", "1", "parent", null)))
                .containsExactly("INSERT category [1, null]", "INSERT product [9, 1, a]");
    }

    @Test
    void writesATreeInOneStatement() {
        assertThat(
                        netEffects(
                                insert(CATEGORY, "id", "2", "parent", "1"),
                                insert(CATEGORY, "id", "1", "parent", null)))
                .containsExactly("INSERT category [1, null] [2, 1]");
    }

    @Test
    void deletesChildrenBeforeTheirParents() {
        assertThat(netEffects(delete(CATEGORY, "id", "1"), delete(PRODUCT, "id", "9")))
                .containsExactly("DELETE product [9]", "DELETE category [1]");
    }

    @Test
    void reparentsChildrenBeforeTheirParentGoes() {
        assertThat(
                        netEffects(
                                delete(CATEGORY, "id", "1"),
                                insert(CATEGORY, "id", "2", "parent", null),
                                update(PRODUCT, "id", "9", "category", "2", "sku", "a")))
                .containsExactly(
                        "INSERT category [2, null]",
                        "UPDATE product [2, a, 9]",
                        "DELETE category [1]");
    }

    @Test
    void writesAKeyChangeBeforeTheChildrenThatFollowIt() {
        assertThat(
                        netEffects(
                                update(
                                        PART,
                                        row("id", "7", "box", "1", "note", "a"),
                                        row("id", "7", "box", "1", "note", "b")),
                                update(BOX, row("id", "1"), row("id", "2")),
                                update(
                                        PART,
                                        row("id", "7", "box", "2", "note", "b"),
                                        row("id", "7", "box", "3", "note", "b"))))
                .containsExactly("UPDATE box [2, 1]", "UPDATE part [3, b, 7, a]");
    }

    @Test
    void releasesAUniqueValueBeforeItIsTaken() {
        assertThat(
                        netEffects(
                                update(
                                        PRODUCT,
                                        row("id", "1", "category", null, "sku", "a"),
                                        row("id", "1", "category", null, "sku", "z")),
                                update(
                                        PRODUCT,
                                        row("id", "2", "category", null, "sku", "b"),
                                        row("id", "2", "category", null, "sku", "a"))))
                .containsExactly("UPDATE product [null, z, 1, null, a] [null, a, 2, null, b]");
    }

    @Test
    void writesASwapChangeByChangeAndAllElseByNetEffects() {
        assertThat(
                        netEffects(
                                update(
                                        PRODUCT,
                                        row("id", "1", "sku", "a"),
                                        row("id", "1", "sku", "tmp")),
                                update(
                                        PRODUCT,
                                        row("id", "2", "sku", "b"),
                                        row("id", "2", "sku", "a")),
                                update(
                                        PRODUCT,
                                        row("id", "1", "sku", "tmp"),
                                        row("id", "1", "sku", "b")),
                                update(
                                        PRODUCT,
                                        row("id", "3", "sku", "c"),
                                        row("id", "3", "sku", "d")),
                                update(
                                        PRODUCT,
                                        row("id", "3", "sku", "d"),
                                        row("id", "3", "sku", "e"))))
                .containsExactly(
                        "UPDATE product [e, 3, c]",
                        "UPDATE product [tmp, 1, a]",
                        "UPDATE product [a, 2, b]",
                        "UPDATE product [b, 1, tmp]");
    }

    @Test
    void writesSwapsWithoutACommonValueSideBySide() {
        assertThat(
                        netEffects(
                                Stream.concat(swap("1", "2", "tmp1"), swap("3", "4", "tmp2"))
                                        .toArray(ChangeEvent[]::new)))
                .containsExactly(
                        "UPDATE product [tmp1, 1, sku1] [tmp2, 3, sku3]",
                        "UPDATE product [sku1, 2, sku2] [sku3, 4, sku4]",
                        "UPDATE product [sku2, 1, tmp1] [sku4, 3, tmp2]");
    }

    @Test
    void writesSwapsOverTheSameValueOneAfterTheOther() {
        assertThat(
                        netEffects(
                                Stream.concat(swap("1", "2", "tmp"), swap("3", "4", "tmp"))
                                        .toArray(ChangeEvent[]::new)))
                .hasSize(6);
    }

    @Test
    void findsASwapOfValuesThatTheChangeLogDoesNotShow() {
        assertThat(
                        netEffects(
                                update(PRODUCT, "id", "1", "sku", "tmp"),
                                update(PRODUCT, "id", "2", "sku", "a"),
                                update(PRODUCT, "id", "1", "sku", "b")))
                .containsExactly("UPDATE product [tmp, 1] [a, 2]", "UPDATE product [b, 1]");
    }

    @Test
    void writesSwapsThatTheChangeLogDoesNotShowSideBySide() {
        assertThat(
                        netEffects(
                                update(PRODUCT, "id", "1", "sku", "tmp1"),
                                update(PRODUCT, "id", "2", "sku", "a"),
                                update(PRODUCT, "id", "1", "sku", "b"),
                                update(PRODUCT, "id", "3", "sku", "tmp2"),
                                update(PRODUCT, "id", "4", "sku", "c"),
                                update(PRODUCT, "id", "3", "sku", "d")))
                .containsExactly(
                        "UPDATE product [tmp1, 1] [tmp2, 3] [a, 2] [c, 4]",
                        "UPDATE product [b, 1] [d, 3]");
    }

    @Test
    void takesNoOtherColumnForASwap() {
        assertThat(
                        netEffects(
                                update(PRODUCT, "id", "1", "sku", "a", "text", "x"),
                                update(PRODUCT, "id", "2", "sku", "b", "text", "y"),
                                update(PRODUCT, "id", "1", "sku", "a", "text", "z")))
                .containsExactly("UPDATE product [a, z, 1] [b, y, 2]");
    }

    private static Stream<ChangeEvent> swap(String one, String other, String parking) {
        return Stream.of(
                update(PRODUCT, row("id", one, "sku", "sku" + one), row("id", one, "sku", parking)),
                update(
                        PRODUCT,
                        row("id", other, "sku", "sku" + other),
                        row("id", other, "sku", "sku" + one)),
                update(
                        PRODUCT,
                        row("id", one, "sku", parking),
                        row("id", one, "sku", "sku" + other)));
    }

    @Test
    void writesAChainOfHandOversInOneStatement() {
        List<ChangeEvent> changes = new ArrayList<>();
        for (int i = 3; i > 0; i--) {
            changes.add(
                    update(CATEGORY, row("id", "" + i), row("id", "" + (i + 1), "parent", null)));
        }
        assertThat(netEffects(changes.toArray(ChangeEvent[]::new)))
                .containsExactly("UPDATE category [4, null, 3] [3, null, 2] [2, null, 1]");
    }

    @Test
    void movesAKeyOntoOneThatWasFreed() {
        assertThat(
                        netEffects(
                                delete(CATEGORY, "id", "1"),
                                update(CATEGORY, row("id", "2"), row("id", "1", "parent", null)),
                                insert(CATEGORY, "id", "2", "parent", null)))
                .containsExactly(
                        "DELETE category [1]",
                        "UPDATE category [1, null, 2]",
                        "INSERT category [2, null]");
    }

    @Test
    void turnsADeletedAndInsertedKeyIntoAnUpdate() {
        assertThat(
                        netEffects(
                                delete(CATEGORY, "id", "1"),
                                insert(CATEGORY, "id", "1", "parent", "3")))
                .containsExactly("UPDATE category [3, 1]");
    }

    @Test
    void writesNothingForARowThatCameAndWent() {
        assertThat(
                        netEffects(
                                insert(CATEGORY, "id", "1", "parent", null),
                                delete(CATEGORY, "id", "1")))
                .isEmpty();
    }

    @Test
    void writesARowThatChangedThousandTimesOnce() {
        List<ChangeEvent> changes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            changes.add(update(CATEGORY, "id", "1", "parent", Integer.toString(i)));
        }

        assertThat(netEffects(changes.toArray(new ChangeEvent[0])))
                .containsExactly("UPDATE category [999, 1]");
    }

    @Test
    void keepsWhatALaterImageDoesNotTell() {
        assertThat(
                        netEffects(
                                update(PRODUCT, "id", "1", "sku", "a", "text", "long"),
                                update(PRODUCT, "id", "1", "sku", "b")))
                .containsExactly("UPDATE product [b, long, 1]");
    }

    @Test
    void doesNotWriteWhatNoImageTells() {
        assertThat(netEffects(update(PRODUCT, "id", "1", "sku", "b")))
                .containsExactly("UPDATE product [b, 1]");
    }

    @Test
    void keepsATruncateInItsPlace() {
        assertThat(
                        netEffects(
                                insert(JOURNAL, "at", "1", "text", "a"),
                                new ChangeEvent.Truncate(JOURNAL),
                                new ChangeEvent.Truncate(PRODUCT),
                                insert(JOURNAL, "at", "2", "text", "b")))
                .containsExactly(
                        "INSERT journal [1, a]",
                        "TRUNCATE [public.journal, public.product]",
                        "INSERT journal [2, b]");
    }

    @Test
    void writesACircleOfForeignKeysChangeByChange() {
        assertThat(
                        netEffects(
                                insert(LEFT, "id", "1", "other", null),
                                insert(RIGHT, "id", "1", "other", "1"),
                                update(LEFT, "id", "1", "other", "1")))
                .containsExactly(
                        "INSERT left [1, null]", "INSERT right [1, 1]", "UPDATE left [1, 1]");
    }

    @Test
    void keepsTheOriginalOrderOfACircleOfForeignKeys() {
        assertThat(
                        originalOrder(
                                insert(LEFT, "id", "1", "other", null),
                                insert(RIGHT, "id", "1", "other", "1"),
                                update(LEFT, "id", "1", "other", "1")))
                .containsExactly(
                        "INSERT left [1, null]", "INSERT right [1, 1]", "UPDATE left [1, 1]");
    }

    @Test
    void joinsNeighboursOfTheOriginalOrderThatDoNotMeet() {
        assertThat(
                        originalOrder(
                                update(CATEGORY, "id", "1", "parent", "5"),
                                update(CATEGORY, "id", "2", "parent", "5"),
                                update(CATEGORY, "id", "1", "parent", "6")))
                .containsExactly("UPDATE category [5, 1] [5, 2]", "UPDATE category [6, 1]");
    }

    @Test
    void keepsUpdatesApartWhoseOldUniqueValuesAreNotKnown() {
        assertThat(
                        originalOrder(
                                update(PRODUCT, "id", "1", "sku", "z"),
                                update(PRODUCT, "id", "2", "sku", "a")))
                .containsExactly("UPDATE product [z, 1]", "UPDATE product [a, 2]");
    }

    @Test
    void sortsDeletesOfTheOriginalOrderChildrenFirst() {
        assertThat(
                        originalOrder(
                                delete(CATEGORY, "id", "1"),
                                delete(PRODUCT, "id", "9"),
                                insert(CATEGORY, "id", "1", "parent", null)))
                .containsExactly(
                        "DELETE product [9]", "DELETE category [1]", "INSERT category [1, null]");
    }

    @Test
    void findsARowWithoutKeyByAllItsValues() {
        assertThat(netEffectsOrOriginal(delete(JOURNAL, "at", "1", "text", null)))
                .containsExactly("DELETE journal [1, null]");
    }

    @Test
    void namesAColumnThatProductionLacks() {
        assertThat(
                        planner.netEffects(
                                List.of(insert(CATEGORY, "id", "1", "colour", "red")),
                                planner.nothingYet()))
                .isInstanceOfSatisfying(
                        Plan.Mismatch.class,
                        mismatch ->
                                assertThat(mismatch.what())
                                        .contains("public.category")
                                        .contains("colour"));
    }

    @Test
    void writesNeitherGeneratedColumnsNorAGeneratedIdentity() {
        assertThat(shapes(update(IDENTITY, "id", "1", "name", "2", "twice", "4")))
                .containsExactly(
                        new Shape(
                                IDENTITY,
                                Operation.UPDATE,
                                List.of("name"),
                                List.of("id"),
                                List.of()));
    }

    @Test
    void guardsByTheWholeOldRowWhereItIsKnown() {
        assertThat(
                        shapes(
                                update(
                                        CATEGORY,
                                        row("id", "1", "parent", "2"),
                                        row("id", "1", "parent", "3"))))
                .containsExactly(
                        new Shape(
                                CATEGORY,
                                Operation.UPDATE,
                                List.of("parent"),
                                List.of("id"),
                                List.of("parent")));
    }

    private List<String> netEffects(ChangeEvent... changes) {
        return switch (planner.netEffects(List.of(changes), planner.nothingYet())) {
            case Plan.WriteSet set -> set.writes().stream().map(PlannerTest::describe).toList();
            case Plan.Unorderable unorderable -> throw new AssertionError(unorderable);
            case Plan.Mismatch mismatch -> throw new AssertionError(mismatch);
        };
    }

    private List<String> originalOrder(ChangeEvent... changes) {
        return switch (planner.originalOrder(List.of(changes), planner.nothingYet())) {
            case Steps.Ordered ordered ->
                    ordered.steps().stream().map(step -> describe(step.write())).toList();
            case Steps.Mismatch mismatch -> throw new AssertionError(mismatch);
        };
    }

    private List<String> netEffectsOrOriginal(ChangeEvent... changes) {
        return planner.netEffects(List.of(changes), planner.nothingYet()) instanceof Plan.WriteSet
                ? netEffects(changes)
                : originalOrder(changes);
    }

    private List<Shape> shapes(ChangeEvent... changes) {
        return switch (planner.netEffects(List.of(changes), planner.nothingYet())) {
            case Plan.WriteSet set ->
                    set.writes().stream()
                            .map(write ->
                                    switch (write) {
                                        case Write.Rows rows -> rows.shape();
                                        case Write.Truncate truncate ->
                                                throw new AssertionError(truncate);
                                    })
                            .toList();
            case Plan.Unorderable unorderable -> throw new AssertionError(unorderable);
            case Plan.Mismatch mismatch -> throw new AssertionError(mismatch);
        };
    }

    private static String describe(Write write) {
        return switch (write) {
            case Write.Truncate truncate -> "TRUNCATE " + truncate.tables();
            case Write.Rows rows ->
                    rows.shape().operation()
                            + " "
                            + rows.shape().table().table()
                            + " "
                            + rows.rows().stream()
                                    .map(row ->
                                            Stream.of(row)
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(", ", "[", "]")))
                                    .collect(Collectors.joining(" "));
        };
    }
}
