package io.stageline.publisher.plan;

import static io.stageline.publisher.plan.Shop.delete;
import static io.stageline.publisher.plan.Shop.insert;
import static io.stageline.publisher.plan.Shop.row;
import static io.stageline.publisher.plan.Shop.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.ForeignKey;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Table;
import io.stageline.database.TextEquality;
import io.stageline.database.UniqueKey;
import io.stageline.publisher.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What MySQL's foreign keys ask of a plan: each row is checked at once, and the log does not tell what the actions did.
class ByRowPlannerTest {
    private static final TableId BOX = new TableId("shop", "box");
    private static final TableId PART = new TableId("shop", "part");
    private static final TableId SCREW = new TableId("shop", "screw");
    private static final TableId WORD = new TableId("shop", "word");
    private static final TableId NOTE = new TableId("shop", "note");
    private static final TableId TREE = new TableId("shop", "tree");

    private final Planner planner =
            new Planner(
                    new Catalogue(
                            "shop",
                            Map.of(
                                    BOX, table(BOX, TextEquality.EXACT),
                                    PART, table(PART, TextEquality.EXACT, acting("box", BOX)),
                                    SCREW, table(SCREW, TextEquality.EXACT, acting("part", PART)),
                                    WORD, table(WORD, TextEquality.UNDECIDED),
                                    NOTE, table(NOTE, TextEquality.UNDECIDED, acting("word", WORD)),
                                    TREE,
                                            table(
                                                    TREE,
                                                    TextEquality.EXACT,
                                                    refusing("parent", TREE)))));

    @Test
    void writesAChildBeforeItsParentTakesItAlong() {
        assertThat(
                        netEffects(
                                insert(PART, "id", "2", "box", "7", "n", "c"),
                                delete(BOX, "id", "7")))
                .containsExactly("INSERT part", "DELETE box");
    }

    @Test
    void keepsTheOrderWhereAParentWentAndCameAgain() {
        assertUnorderable(delete(BOX, "id", "7"), insert(BOX, "id", "7"));
    }

    @Test
    void keepsTheOrderOfAChangedKeyAndRowsThatFollowIt() {
        ChangeEvent moved = update(BOX, row("id", "7"), row("id", "8"));

        assertThat(netEffects(moved)).containsExactly("UPDATE box");
        assertUnorderable(moved, insert(PART, "id", "1", "box", "8", "n", "a"));
        assertUnorderable(moved, insert(SCREW, "id", "1", "part", null, "n", "a"));
    }

    /// The box went with something that took it along untold; a new one has its key, but not its parts.
    @Test
    void keepsTheOrderOfAChildAndALaterParentOfTheSameKey() {
        ChangeEvent child = insert(PART, "id", "1", "box", "7", "n", "a");
        ChangeEvent parent = insert(BOX, "id", "7");

        assertUnorderable(child, parent);
        assertThat(netEffects(parent, child)).containsExactly("INSERT box", "INSERT part");
    }

    @Test
    void keepsTheOrderWhereAParentMayBeEqualToAnotherOfOtherText() {
        ChangeEvent child = insert(NOTE, "id", "1", "word", "ABC", "n", "a");

        assertUnorderable(delete(WORD, "id", "abc"), insert(WORD, "id", "ABC"), child);
        assertThat(netEffects(delete(WORD, "id", "x"), child))
                .containsExactlyInAnyOrder("DELETE word", "INSERT note");
    }

    @Test
    void deletesATreeALevelAStatement() {
        assertThat(
                        netEffects(
                                delete(TREE, "id", "3", "parent", "2", "n", "c"),
                                delete(TREE, "id", "2", "parent", "1", "n", "b"),
                                delete(TREE, "id", "1", "parent", null, "n", "a")))
                .containsExactly("DELETE tree", "DELETE tree", "DELETE tree");
    }

    @Test
    void insertsATreeInOneStatementParentsFirst() {
        assertThat(
                        planned(
                                insert(TREE, "id", "2", "parent", "1", "n", "b"),
                                insert(TREE, "id", "1", "parent", null, "n", "a")))
                .singleElement()
                .satisfies(write ->
                        assertThat(((Write.Rows) write).rows())
                                .extracting(values -> values[0])
                                .containsExactly("1", "2"));
    }

    @Test
    void leavesTheOriginalOrderOfATreeToStatementsOfTheirOwn() {
        assertThat(
                        planner.originalOrder(
                                List.of(
                                        delete(TREE, "id", "2", "parent", "1", "n", "b"),
                                        delete(TREE, "id", "1", "parent", null, "n", "a")),
                                planner.nothingYet()))
                .isInstanceOfSatisfying(
                        Steps.Ordered.class, ordered -> assertThat(ordered.steps()).hasSize(2));
    }

    private void assertUnorderable(ChangeEvent... changes) {
        assertThat(planner.netEffects(List.of(changes), planner.nothingYet()))
                .isInstanceOf(Plan.Unorderable.class);
    }

    private List<String> netEffects(ChangeEvent... changes) {
        return planned(changes).stream()
                .map(write -> ((Write.Rows) write).shape())
                .map(shape -> shape.operation() + " " + shape.table().table())
                .collect(Collectors.toList());
    }

    private List<Write> planned(ChangeEvent... changes) {
        return switch (planner.netEffects(List.of(changes), planner.nothingYet())) {
            case Plan.WriteSet set -> set.writes();
            case Plan.Unorderable unorderable -> throw new AssertionError(unorderable);
            case Plan.Mismatch mismatch -> throw new AssertionError(mismatch);
        };
    }

    private static Table table(TableId id, TextEquality equality, ForeignKey... keys) {
        List<String> names =
                keys.length == 0 ? List.of("id") : List.of("id", keys[0].columns().getFirst(), "n");
        var type =
                new ColumnType(
                        "mysql", "varchar", ColumnType.Kind.BASE, true, Optional.of("="), equality);
        return new Table(
                id,
                names.stream()
                        .map(name ->
                                new Column(
                                        name,
                                        type,
                                        "varchar(20)",
                                        true,
                                        Column.Generation.NONE,
                                        names.indexOf(name) + 1))
                        .toList(),
                List.of(
                        new UniqueKey(
                                "PRIMARY",
                                true,
                                List.of("id"),
                                true,
                                false,
                                false,
                                equality == TextEquality.EXACT ? List.of("id") : List.of())),
                List.of(keys),
                Table.ReplicaIdentity.FULL,
                false);
    }

    private static ForeignKey acting(String column, TableId parent) {
        return key(column, parent, Action.CASCADE);
    }

    private static ForeignKey refusing(String column, TableId parent) {
        return key(column, parent, Action.REFUSE);
    }

    private static ForeignKey key(String column, TableId parent, Action action) {
        return new ForeignKey(
                column + "_key",
                List.of(column),
                parent,
                List.of("id"),
                action,
                action,
                false,
                true);
    }
}
