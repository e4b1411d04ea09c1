package io.stageline.changelog.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneViewTest {
    private static final TableId TABLE = new TableId("public", "product");
    private static final TransactionId ID = new TransactionId("742");
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");

    private final LaneView view = new LaneView(Epoch.NONE, Sequence.NONE);
    private final List<LogEntry> seen = new ArrayList<>();
    private long offset;

    @Test
    void handsOutAWholeTransactionInOrder() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), change(1, 1, 2), end(1, 1, 2));

        assertThat(kinds()).containsExactly("Claim", "Begin", "Change", "Change", "End");
    }

    @Test
    void ignoresWhatAnOlderReignWritesAfterANewerClaim() {
        feed(
                claim(1),
                begin(1, 1),
                claim(2),
                change(1, 1, 1),
                end(1, 1, 1),
                begin(2, 1),
                change(2, 1, 1),
                end(2, 1, 1));

        assertThat(kinds())
                .containsExactly(
                        "Claim",
                        "Begin",
                        "Discarded",
                        "Claim",
                        "Fenced",
                        "Fenced",
                        "Begin",
                        "Change",
                        "End");
    }

    @Test
    void ignoresAnOlderClaimThatArrivesLate() {
        feed(claim(2), claim(1), begin(2, 1));

        assertThat(kinds()).containsExactly("Claim", "Fenced", "Begin");
    }

    @Test
    void leavesAnEpochThatTwoClaimToTheFirst() {
        feed(claim(2), claimOfEpochTwoByAnother());

        assertThat(kinds()).containsExactly("Claim", "Fenced");
        assertThat(view.owner()).isEqualTo("capture 2");
    }

    @Test
    void discardsATransactionWithoutEndWhenTheNextBegins() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), begin(1, 1), change(1, 1, 1), end(1, 1, 1));

        assertThat(kinds())
                .containsExactly("Claim", "Begin", "Change", "Discarded", "Begin", "Change", "End");
    }

    @Test
    void namesAGapInTheSequence() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), end(1, 1, 1), begin(1, 3));

        assertThat(seen.getLast())
                .isEqualTo(new LogEntry.Gap(offset - 1, new Sequence(2), new Sequence(3)));
    }

    @Test
    void asksForNoSequenceTheReaderAlreadyHas() {
        var later = new LaneView(new Epoch(3), new Sequence(95));

        List<LogEntry> entries = later.accept(0, begin(3, 96));

        assertThat(entries).hasExactlyElementsOfTypes(LogEntry.Begin.class);
    }

    @Test
    void refusesAnEndThatCountsMoreThanCame() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), end(1, 1, 2));

        assertThat(seen.getLast()).isInstanceOf(LogEntry.Torn.class);
    }

    @Test
    void refusesAMissingChange() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), change(1, 1, 3));

        assertThat(seen.getLast()).isInstanceOf(LogEntry.Torn.class);
    }

    @Test
    void namesGarbageAndReadsOn() {
        feed(
                claim(1),
                begin(1, 1),
                new LogRecord.Unreadable("no valid JSON"),
                change(1, 1, 1),
                end(1, 1, 1));

        assertThat(kinds()).containsExactly("Claim", "Begin", "Unreadable", "Change", "End");
    }

    @Test
    void resumesAfterTheLastCompleteTransaction() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), end(1, 1, 1), begin(1, 2), change(1, 2, 1));

        assertThat(view.resumePoint()).isEqualTo(point(1));
    }

    @Test
    void resumesBehindAMarkOfTheSameSequence() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), end(1, 1, 1), mark(1, 1, 900));

        assertThat(view.resumePoint().position()).contains(new PostgresLsn(900));
    }

    @Test
    void doesNotFallBackWhenAClaimRepeatsAnOlderPosition() {
        feed(claim(1), begin(1, 1), change(1, 1, 1), end(1, 1, 1), claim(2));

        assertThat(view.resumePoint()).isEqualTo(point(1));
    }

    private void feed(LogRecord... records) {
        for (LogRecord record : records) {
            seen.addAll(view.accept(offset++, record));
        }
    }

    private List<String> kinds() {
        return seen.stream().map(entry -> entry.getClass().getSimpleName()).toList();
    }

    private static LogRecord claim(long epoch) {
        return new LogRecord.Claim(
                new Epoch(epoch), ResumePoint.START, TIME, claimant("capture " + epoch));
    }

    private static LogRecord claimOfEpochTwoByAnother() {
        return new LogRecord.Claim(new Epoch(2), ResumePoint.START, TIME, claimant("another"));
    }

    private static LogRecord begin(long epoch, long sequence) {
        return new LogRecord.Begin(new Epoch(epoch), new Sequence(sequence), ID, TIME);
    }

    private static LogRecord change(long epoch, long sequence, long ordinal) {
        var row = RowImage.owning(Columns.of(List.of("id")), new String[] {"7"});
        return new LogRecord.Change(
                new Epoch(epoch),
                new Sequence(sequence),
                ordinal,
                new ChangeEvent.Insert(TABLE, row));
    }

    private static LogRecord end(long epoch, long sequence, long changes) {
        return new LogRecord.End(
                new Epoch(epoch),
                new Sequence(sequence),
                ID,
                new PostgresLsn(sequence * 100),
                TIME,
                changes);
    }

    private static LogRecord mark(long epoch, long sequence, long lsn) {
        return new LogRecord.Mark(
                new Epoch(epoch),
                ResumePoint.after(new Sequence(sequence), new PostgresLsn(lsn)),
                TIME);
    }

    private static ResumePoint point(long sequence) {
        return ResumePoint.after(new Sequence(sequence), new PostgresLsn(sequence * 100));
    }

    private static Claimant claimant(String owner) {
        return new Claimant(owner, java.util.Optional.empty());
    }
}
