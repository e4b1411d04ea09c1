package io.stageline.publisher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssemblerTest {
    private static final TableId TABLE = new TableId("public", "item");

    private final Assembler assembler = new Assembler(new FeedLimits(10, 3, 1_000_000));

    @Test
    void handsOutAWholeTransactionAtItsEnd() {
        begin(1);
        change(1);
        change(2);

        assertThat(end(1))
                .hasValueSatisfying(found ->
                        assertThat(found)
                                .isInstanceOfSatisfying(
                                        Assembled.Whole.class,
                                        whole -> {
                                            assertThat(whole.transaction().events()).hasSize(2);
                                            assertThat(whole.transaction().nextTopicOffset())
                                                    .isEqualTo(1000);
                                        }));
    }

    @Test
    void forgetsADiscardedTransaction() {
        begin(1);
        change(1);
        assembler.accept(new LogEntry.Discarded(0, new Sequence(1)));
        begin(1);
        change(1);

        assertThat(end(1))
                .hasValueSatisfying(found ->
                        assertThat(found)
                                .isInstanceOfSatisfying(
                                        Assembled.Whole.class,
                                        whole ->
                                                assertThat(whole.transaction().events())
                                                        .hasSize(1)));
    }

    @Test
    void handsOutInPiecesATransactionThatIsTooLarge() {
        begin(1);
        change(1);
        change(2);
        change(3);

        assertThat(accept(4)).hasValueSatisfying(found -> assertPiece(found, 1, 4));
        change(5);
        change(6);
        assertThat(accept(7)).hasValueSatisfying(found -> assertPiece(found, 5, 3));
        change(8);
        assertThat(end(1))
                .hasValueSatisfying(found ->
                        assertThat(found)
                                .isInstanceOfSatisfying(
                                        Assembled.Large.class,
                                        large -> assertPiece(large.rest(), 8, 1)));
    }

    @Test
    void handsOutInPiecesATransactionWhoseValuesAreTooLong() {
        var narrow = new Assembler(new FeedLimits(10, 100, 500));
        narrow.accept(new LogEntry.Begin(0, header(1)));
        narrow.accept(new LogEntry.Change(1, 1, event("x".repeat(400))));

        assertThat(narrow.accept(new LogEntry.Change(2, 2, event("x".repeat(400)))))
                .hasValueSatisfying(found -> assertPiece(found, 1, 2));
        assertThat(narrow.accept(new LogEntry.Change(3, 3, event("x".repeat(600)))))
                .hasValueSatisfying(found -> assertPiece(found, 3, 1));
        assertThat(narrow.accept(endEntry(1)))
                .hasValueSatisfying(found -> assertThat(found).isInstanceOf(Assembled.Large.class));
    }

    @Test
    void saysThatPiecesDoNotCount() {
        begin(1);
        change(1);
        change(2);
        change(3);
        assertThat(accept(4)).isPresent();

        assertThat(assembler.accept(new LogEntry.Discarded(0, new Sequence(1))))
                .contains(new Assembled.Discarded());
        begin(1);
        change(1);
        assertThat(end(1))
                .hasValueSatisfying(found -> assertThat(found).isInstanceOf(Assembled.Whole.class));
    }

    private static void assertPiece(Assembled found, long firstOrdinal, int rows) {
        assertThat(found)
                .isInstanceOfSatisfying(
                        Assembled.Piece.class,
                        piece -> {
                            assertThat(piece.firstOrdinal()).isEqualTo(firstOrdinal);
                            assertThat(piece.events()).hasSize(rows);
                        });
    }

    @Test
    void goesOnAfterAnUnreadableRecord() {
        assertThat(assembler.accept(new LogEntry.Unreadable(0, "no valid JSON"))).isEmpty();
        begin(1);
        change(1);

        assertThat(end(1)).isPresent();
    }

    @Test
    void namesAGapAndATornTransaction() {
        assertThat(assembler.accept(new LogEntry.Gap(5, new Sequence(2), new Sequence(4))))
                .hasValueSatisfying(found ->
                        assertThat(((Assembled.Broken) found).message())
                                .contains("#2 is due, #4 came"));
        assertThat(assembler.accept(new LogEntry.Torn(5, new Sequence(2), "END counts 3")))
                .hasValueSatisfying(found ->
                        assertThat(((Assembled.Broken) found).message())
                                .contains("#2 is torn")
                                .contains("END counts 3"));
    }

    private void begin(long sequence) {
        assertThat(assembler.accept(new LogEntry.Begin(0, header(sequence)))).isEmpty();
    }

    private void change(long ordinal) {
        assertThat(accept(ordinal)).isEmpty();
    }

    private Optional<Assembled> accept(long ordinal) {
        return assembler.accept(new LogEntry.Change(ordinal, ordinal, event("v")));
    }

    private Optional<Assembled> end(long sequence) {
        return assembler.accept(endEntry(sequence));
    }

    private static LogEntry endEntry(long sequence) {
        return new LogEntry.End(999, header(sequence), new PostgresLsn(sequence), 1);
    }

    private static ChangeEvent event(String value) {
        return new ChangeEvent.Insert(
                TABLE, RowImage.owning(Columns.of(List.of("id")), new String[] {value}));
    }

    private static TransactionHeader header(long sequence) {
        return new TransactionHeader(
                new Sequence(sequence), new Epoch(1), new TransactionId("700"), Instant.EPOCH);
    }
}
