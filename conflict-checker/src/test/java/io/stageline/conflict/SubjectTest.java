package io.stageline.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent.Delete;
import io.stageline.changelog.ChangeEvent.Insert;
import io.stageline.changelog.ChangeEvent.Update;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubjectTest {
    private static final TableId ID = new TableId("public", "t");

    @Test
    void anUpdateWithoutBeforeImageKeepsItsKey() {
        Subject subject = Subject.of(keyed(), new Update(ID, null, row("a", "1", "b", "x")));

        assertThat(subject.oldKey()).isEqualTo(Map.of("a", "1"));
        assertThat(subject.rekeys()).isFalse();
    }

    @Test
    void anUpdateWithTheOldKeyRekeys() {
        Subject subject =
                Subject.of(keyed(), new Update(ID, row("a", "1"), row("a", "2", "b", "x")));

        assertThat(subject.oldKey()).isEqualTo(Map.of("a", "1"));
        assertThat(subject.newKey()).isEqualTo(Map.of("a", "2"));
        assertThat(subject.rekeys()).isTrue();
    }

    @Test
    void aRowWithoutKeyIsNamedByAllItsValues() {
        Subject subject = Subject.of(table(List.of()), new Delete(ID, row("a", "1", "b", "x")));

        assertThat(subject.shownKey()).isEqualTo(Map.of("a", "1", "b", "x"));
    }

    @Test
    void aUniqueKeyWithoutNullsStandsInForAPrimaryKey() {
        Table table = table(List.of(unique("t_b", "b", false), unique("t_a", "a", false)));

        assertThat(Subject.keyColumns(table)).containsExactly("a"); // b takes NULLs
    }

    @Test
    void columnsThatProductionLacksAreNamed() {
        Subject subject = Subject.of(keyed(), new Insert(ID, row("a", "1", "c", "x")));

        assertThat(subject.unknownColumns()).containsExactly("c");
    }

    private static Table keyed() {
        return table(List.of(unique("t_pkey", "a", true)));
    }

    private static Table table(List<UniqueKey> keys) {
        var text = new ColumnType("pg_catalog", "text", ColumnType.Kind.BASE, true);
        return new Table(
                ID,
                List.of(
                        new Column("a", text, "text", false, Column.Generation.NONE, 1),
                        new Column("b", text, "text", true, Column.Generation.NONE, 2)),
                keys,
                List.of(),
                Table.ReplicaIdentity.DEFAULT,
                false);
    }

    private static UniqueKey unique(String name, String column, boolean primary) {
        return new UniqueKey(name, primary, List.of(column), true, false, false);
    }

    private static RowImage row(String firstName, String firstValue, String... more) {
        return more.length == 0
                ? image(List.of(firstName), firstValue)
                : image(List.of(firstName, more[0]), firstValue, more[1]);
    }

    private static RowImage image(List<String> names, @Nullable String... values) {
        return RowImage.owning(Columns.of(names), values);
    }
}
