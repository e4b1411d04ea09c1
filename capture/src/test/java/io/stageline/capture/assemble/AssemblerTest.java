package io.stageline.capture.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.capture.SourceChange;
import io.stageline.capture.SourceEvent;
import io.stageline.capture.SourceEvent.Place;
import io.stageline.capture.SourceEvent.Role;
import io.stageline.capture.TransactionPiece;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssemblerTest {
    private static final TransactionId XID = new TransactionId("7");
    private static final TableId ITEM = new TableId("public", "item");
    private static final Columns ID = Columns.of(List.of("id"));

    private final Assembler assembler = new Assembler(new PostgresLsn(100));

    @Test
    void holdsASmallTransactionUntilItsCountsAreChecked() {
        assertThat(assembler.accept(begin())).isEmpty();
        assertThat(assembler.accept(insert(1))).isEmpty();
        assertThat(assembler.accept(insert(2))).isEmpty();

        TransactionPiece piece = assembler.accept(end(200, 2, 2)).orElseThrow();

        assertThat(piece.changes()).hasSize(2);
        assertThat(piece.end()).isPresent();
    }

    @Test
    void handsALargeTransactionOnInPiecesAndEndsItWithItsCounts() {
        List<Integer> sizes = new ArrayList<>();
        assembler.accept(begin());
        for (int i = 1; i <= 2_500; i++) {
            assembler.accept(insert(i)).ifPresent(piece -> sizes.add(piece.changes().size()));
        }

        TransactionPiece last = assembler.accept(end(200, 2_500, 2_500)).orElseThrow();

        assertThat(sizes).containsExactly(1_000, 1_000);
        assertThat(last.changes()).hasSize(500);
        assertThat(last.end()).isPresent();
    }

    @Test
    void refusesAnEventThatIsMissing() {
        assembler.accept(begin());
        assembler.accept(insert(1));

        assertThatThrownBy(() -> assembler.accept(insert(3)))
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining("event 3 came where 2 was due");
    }

    @Test
    void refusesAnEndThatCountsMore() {
        assembler.accept(begin());
        assembler.accept(insert(1));

        assertThatThrownBy(() -> assembler.accept(end(200, 2, 2)))
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining("counts 2 events");
    }

    @Test
    void refusesAnEndThatCountsATableDifferently() {
        assembler.accept(begin());
        assembler.accept(insert(1));

        assertThatThrownBy(() -> assembler.accept(end(200, 1, 2)))
                .isInstanceOf(AssemblyException.class);
    }

    @Test
    void refusesATransactionInsideAnother() {
        assembler.accept(begin());

        assertThatThrownBy(() -> assembler.accept(begin())).isInstanceOf(AssemblyException.class);
    }

    @Test
    void joinsTheTwoHalvesOfAChangedKey() {
        assembler.accept(begin());
        assembler.accept(change(1, Role.KEY_LEAVES, new ChangeEvent.Delete(ITEM, row("1"))));
        assembler.accept(change(2, Role.KEY_ARRIVES, new ChangeEvent.Insert(ITEM, row("9"))));

        TransactionPiece piece = assembler.accept(end(200, 2, 2)).orElseThrow();

        assertThat(piece.changes().stream().map(SourceChange::event))
                .containsExactly(new ChangeEvent.Update(ITEM, row("1"), row("9")));
    }

    @Test
    void refusesHalfAChangedKey() {
        assembler.accept(begin());
        assembler.accept(change(1, Role.KEY_LEAVES, new ChangeEvent.Delete(ITEM, row("1"))));

        assertThatThrownBy(() -> assembler.accept(end(200, 1, 1)))
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining("halves");
    }

    @Test
    void dropsWhatIsDeliveredAgain() {
        assembler.accept(begin());
        assembler.accept(insert(1));

        assertThat(assembler.accept(end(100, 1, 1))).isEmpty();
    }

    @Test
    void refusesALargeTransactionThatIsDeliveredAgain() {
        assembler.accept(begin());
        for (int i = 1; i <= 1_000; i++) {
            assembler.accept(insert(i));
        }

        assertThatThrownBy(() -> assembler.accept(end(100, 1_000, 1_000)))
                .isInstanceOf(AssemblyException.class)
                .hasMessageContaining("delivered again");
    }

    @Test
    void countsMessagesInTheOrderOfTheTransaction() {
        assembler.accept(begin());
        assembler.accept(new SourceEvent.Message(XID, 1, "hello"));
        assembler.accept(change(2, 1, Role.WHOLE, new ChangeEvent.Truncate(ITEM)));

        Optional<TransactionPiece> piece = assembler.accept(end(200, 2, 1));

        assertThat(piece.flatMap(TransactionPiece::end).orElseThrow().messages())
                .containsExactly("hello");
    }

    private static SourceEvent begin() {
        return new SourceEvent.Begin(XID, Instant.EPOCH);
    }

    private static SourceEvent insert(long number) {
        return change(number, Role.WHOLE, new ChangeEvent.Insert(ITEM, row(Long.toString(number))));
    }

    private static SourceEvent change(long number, Role role, ChangeEvent event) {
        return change(number, number, role, event);
    }

    private static SourceEvent change(long total, long inTable, Role role, ChangeEvent event) {
        var place = new Place(XID, total, "public.item", inTable);
        return new SourceEvent.Change(
                place, role, new SourceChange(event, new PostgresLsn(150), List.of("id")));
    }

    private static SourceEvent end(long position, long events, long ofItem) {
        return new SourceEvent.End(
                XID, new PostgresLsn(position), events, Map.of("public.item", ofItem));
    }

    private static RowImage row(String id) {
        return RowImage.owning(ID, new String[] {id});
    }
}
