package io.stageline.publisher.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.publisher.Origin;
import io.stageline.testing.ServerKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What is held stands in production, comes out as it went in, and keeps back what depends on it.
@ParameterizedClass
@EnumSource(ServerKind.class)
class HeldSetIT {
    private final ServerKind kind;
    private Lane lane;

    HeldSetIT(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws SQLException {
        lane = Lane.open(kind);
        lane.production()
                .execute(
                        """
                        CREATE TABLE %1$s.category (id int PRIMARY KEY, name varchar(40) UNIQUE);
                        CREATE TABLE %1$s.product (id int PRIMARY KEY, category_id int, sku varchar(40) UNIQUE, price int,
                            FOREIGN KEY (category_id) REFERENCES %1$s.category (id))
                        """
                                .formatted(lane.production().schema()));
    }

    @AfterEach
    void close() throws SQLException {
        lane.close();
    }

    @Test
    void whatIsHeldComesOutAsItWentIn() throws SQLException {
        String odd = "it's \"odd\" \\ \n\t 𝄞 ß % ? ; -- {\"a\": null}";
        ChangeEvent insert = lane.insert("category", "id", "1", "name", odd);
        ChangeEvent update =
                new ChangeEvent.Update(
                        lane.table("category"),
                        Lane.row("zeta", "1", "a", null),
                        Lane.row("zeta", "2", "a", ""));
        ChangeEvent delete = lane.delete("category", "id", "1");
        ChangeEvent truncate = new ChangeEvent.Truncate(lane.table("category"));
        SourceTransaction held = Lane.transaction(5, insert, update, delete, truncate);

        lane.hold(held);

        HeldSet set = lane.holds().held();
        HeldRow row = set.find(lane.connection(), new Sequence(5)).orElseThrow();
        assertThat(row).isEqualTo(new HeldRow(Origin.of(held), 4, OptionalLong.of(17)));
        assertThat(set.changes(lane.connection(), new Sequence(5), 0))
                .containsExactly(insert, update, delete, truncate);
        assertThat(set.changes(lane.connection(), new Sequence(5), 2))
                .containsExactly(delete, truncate);
        assertThat(set.change(lane.connection(), new Sequence(5), 2)).contains(update);
        assertThat(set.changes(lane.connection(), List.of(new Sequence(5), new Sequence(6))))
                .isEqualTo(Map.of(new Sequence(5), held.events()));
        assertThat(lane.holds().holding().transactions()).isEqualTo(1);
        assertThat(lane.holds().holding().since()).isPresent();
    }

    /// More than one statement carries.
    @Test
    void manyLongChangesAreHeldWhole() throws SQLException {
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String text = "\"'\\".repeat(200_000) + i;
            events.add(lane.insert("category", "id", Integer.toString(i), "name", text));
        }

        lane.hold(Lane.transaction(5, events.toArray(ChangeEvent[]::new)));

        List<ChangeEvent> found = new ArrayList<>();
        HeldSet set = lane.holds().held();
        List<ChangeEvent> piece = set.changes(lane.connection(), new Sequence(5), 0);
        while (!piece.isEmpty()) {
            found.addAll(piece);
            piece = set.changes(lane.connection(), new Sequence(5), found.size());
        }
        assertThat(found).isEqualTo(events);
    }

    @Test
    void laterOnesThatMeetWhatIsHeldWaitAndWhatMeetsThemToo() throws SQLException {
        lane.hold(Lane.transaction(5, lane.insert("product", "id", "1", "sku", "A")));

        List<Long> waiting =
                lane.waiting(
                        Lane.transaction(6, lane.insert("product", "id", "2", "sku", "B")),
                        Lane.transaction(
                                7,
                                lane.insert("product", "id", "3", "sku", "A"),
                                lane.insert("product", "id", "4", "sku", "C")),
                        Lane.transaction(8, lane.delete("product", "id", "4", "sku", "C")),
                        Lane.transaction(9, lane.delete("product", "id", "5")));

        assertThat(waiting).containsExactly(7L, 8L);
    }

    @Test
    void childrenOfOneParentDoNotMeetButItsEndDoes() throws SQLException {
        lane.hold(
                Lane.transaction(
                        5, lane.insert("product", "id", "1", "category_id", "7", "sku", "A")));

        assertThat(lane.waits(lane.insert("product", "id", "2", "category_id", "7", "sku", "B")))
                .isFalse();
        assertThat(lane.waits(lane.delete("category", "id", "7"))).isTrue();
        assertThat(lane.waits(lane.delete("category", "id", "8"))).isFalse();
        assertThat(lane.waits(new ChangeEvent.Truncate(lane.table("product")))).isTrue();
    }

    @Test
    void whatProductionHasTellsWhatAnUpdateHides() throws SQLException {
        lane.production()
                .execute(
                        "INSERT INTO %s.product (id, sku) VALUES (1, 'old')"
                                .formatted(lane.production().schema()));
        lane.hold(Lane.transaction(5, lane.insert("product", "id", "9", "sku", "old")));

        assertThat(lane.waits(lane.update("product", "id", "1", "sku", "new"))).isTrue();
        assertThat(lane.waits(lane.update("product", "id", "2", "sku", "other"))).isFalse();
    }

    @Test
    void thoseThatWaitFollowWhenWhatTheyWaitForIsGone() throws SQLException {
        lane.hold(Lane.transaction(5, lane.insert("product", "id", "1", "sku", "A")));
        SourceTransaction second =
                Lane.transaction(6, lane.insert("product", "id", "2", "sku", "A"));
        SourceTransaction third =
                Lane.transaction(7, lane.insert("product", "id", "2", "sku", "B"));
        lane.keep(second, new Reason.DependsOn(new Sequence(5)));
        lane.keep(third, new Reason.DependsOn(new Sequence(6)));
        HeldSet set = lane.holds().held();
        set.manyAreAskedFor(lane.connection());

        assertThat(set.followers(lane.connection(), Sequence.NONE, 10))
                .containsExactly(
                        new Follower(new Sequence(6), 1, new Sequence(5), false),
                        new Follower(new Sequence(7), 1, new Sequence(6), false));
        assertThat(set.standsBefore(lane.connection(), new Sequence(7))).contains(new Sequence(6));
        assertThat(set.standsBefore(lane.connection(), new Sequence(5))).isEmpty();
        assertThat(set.standBefore(lane.connection(), List.of(new Sequence(6), new Sequence(7))))
                .isEqualTo(Map.of(new Sequence(6), new Sequence(5)));
        assertThat(set.waitingFor(lane.connection(), new Sequence(5))).isEqualTo(1);

        lane.connection().setAutoCommit(false);
        set.remove(lane.connection(), List.of(new Sequence(5)));
        lane.commit();

        assertThat(set.find(lane.connection(), new Sequence(5))).isEmpty();
        assertThat(set.followers(lane.connection(), Sequence.NONE, 1))
                .containsExactly(new Follower(new Sequence(6), 1, new Sequence(5), true));
        assertThat(set.standBefore(lane.connection(), List.of(new Sequence(6), new Sequence(7))))
                .isEmpty();
        assertThat(lane.production().value("SELECT min(sequence) FROM stageline.held_footprint"))
                .isEqualTo("6");
        assertThat(lane.holds().holding().transactions()).isEqualTo(2);
    }

    @Test
    void oneThatStaysHeldGetsAnotherReason() throws SQLException {
        lane.hold(Lane.transaction(5, lane.insert("product", "id", "1", "sku", "A")));
        HeldSet set = lane.holds().held();

        set.waitFor(lane.connection(), new Sequence(5), new Sequence(3));

        assertThat(set.find(lane.connection(), new Sequence(5)).map(HeldRow::conflictId))
                .contains(OptionalLong.empty());
        assertThat(set.followers(lane.connection(), Sequence.NONE, 1))
                .containsExactly(new Follower(new Sequence(5), 1, new Sequence(3), true));

        set.wait(lane.connection(), new Sequence(5), new Reason.Contradicted(18, "Another"));

        assertThat(set.find(lane.connection(), new Sequence(5)).map(HeldRow::conflictId))
                .contains(OptionalLong.of(18));
        assertThat(set.followers(lane.connection(), Sequence.NONE, 1)).isEmpty();
    }

    @Test
    void whatItTouchesIsAddedOnce() throws SQLException {
        lane.hold(Lane.transaction(5, lane.insert("product", "id", "1", "sku", "A")));
        List<ChangeEvent> more = List.of(lane.insert("product", "id", "1", "sku", "Z"));
        Footprint footprint = lane.holds().footprint(lane.connection(), lane.catalogue(), more);
        HeldSet set = lane.holds().held();

        set.touches(lane.connection(), new Sequence(5), footprint);
        set.touches(lane.connection(), new Sequence(5), footprint);

        assertThat(lane.holds().met(lane.connection(), footprint))
                .isEqualTo(Optional.of(new Sequence(5)));
        assertThat(lane.waits(lane.insert("product", "id", "2", "sku", "Z"))).isTrue();
    }

    @Test
    void whatIsRolledBackIsNotHeld() throws SQLException {
        SourceTransaction held = Lane.transaction(5, lane.insert("product", "id", "1", "sku", "A"));
        lane.connection().setAutoCommit(false);
        Footprint footprint =
                lane.holds().footprint(lane.connection(), lane.catalogue(), held.events());
        lane.holds()
                .keep(
                        lane.connection(),
                        List.of(new Waiting(held, footprint, new Reason.Contradicted(1, "why"))));

        lane.connection().rollback();
        lane.holds().rolledBack();

        assertThat(lane.production().value("SELECT count(*) FROM stageline.held_footprint"))
                .isEqualTo("0");
        assertThat(lane.holds().any()).isFalse();
    }
}
