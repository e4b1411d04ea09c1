package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.TransactionHeader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the records of a lane mean, one after the other: drops what an older reign wrote after a newer claim, proves that
/// sequences have no gap and that every source transaction is whole. Pure; owned by one thread.
final class LaneView {
    private Epoch reigning;
    private Sequence last;
    private ResumePoint resumePoint;
    private String owner = "";
    private Optional<SourceServer> server = Optional.empty();
    private @Nullable Open open;

    private record Open(TransactionHeader header, long nextOrdinal) {}

    /// @param reigning the epoch known to reign where reading starts; [Epoch#NONE] at the beginning of the lane
    /// @param last sequences up to this one need not be there: whoever reads already has them
    LaneView(Epoch reigning, Sequence last) {
        this.reigning = reigning;
        this.last = last;
        this.resumePoint = ResumePoint.START;
    }

    Epoch reigning() {
        return reigning;
    }

    String owner() {
        return owner;
    }

    Optional<SourceServer> server() {
        return server;
    }

    ResumePoint resumePoint() {
        return resumePoint;
    }

    /// The entries one record stands for, in order; none, one or two.
    List<LogEntry> accept(long offset, LogRecord found) {
        return switch (found) {
            case LogRecord.Unreadable unreadable ->
                    List.of(new LogEntry.Unreadable(offset, unreadable.reason()));
            case LogRecord.Claim claim -> onClaim(offset, claim);
            case LogRecord.Begin begin ->
                    fenced(begin.epoch())
                            ? fencedEntry(offset, begin.epoch())
                            : onBegin(offset, begin);
            case LogRecord.Change change ->
                    fenced(change.epoch())
                            ? fencedEntry(offset, change.epoch())
                            : onChange(offset, change);
            case LogRecord.End end ->
                    fenced(end.epoch()) ? fencedEntry(offset, end.epoch()) : onEnd(offset, end);
            case LogRecord.Mark mark ->
                    fenced(mark.epoch()) ? fencedEntry(offset, mark.epoch()) : onMark(offset, mark);
        };
    }

    private boolean fenced(Epoch epoch) {
        return reigning.isAfter(epoch);
    }

    /// Two captures that start at once can claim the same epoch: the first one has it.
    private boolean comesSecond(LogRecord.Claim claim) {
        return claim.epoch().equals(reigning)
                && !owner.isEmpty()
                && !owner.equals(claim.claimant().owner());
    }

    private static List<LogEntry> fencedEntry(long offset, Epoch epoch) {
        return List.of(new LogEntry.Fenced(offset, epoch));
    }

    private List<LogEntry> onClaim(long offset, LogRecord.Claim claim) {
        if (fenced(claim.epoch()) || comesSecond(claim)) {
            return fencedEntry(offset, claim.epoch());
        }
        owner = claim.claimant().owner();
        server = claim.claimant().server();
        advance(claim.at());
        if (!claim.epoch().isAfter(reigning)) {
            // the reigning capture repeats its claim, so that a tail never lies far from one
            return List.of();
        }
        reigning = claim.epoch();
        LogEntry entry =
                new LogEntry.Claim(offset, claim.epoch(), claim.claimant().owner(), claim.time());
        Open unfinished = open;
        open = null;
        return unfinished == null
                ? List.of(entry)
                : List.of(new LogEntry.Discarded(offset, unfinished.header.sequence()), entry);
    }

    private List<LogEntry> onBegin(long offset, LogRecord.Begin begin) {
        reigning = begin.epoch(); // reading may start behind the claim
        var header =
                new TransactionHeader(
                        begin.sequence(), begin.epoch(), begin.id(), begin.committedAt());
        Open unfinished = open;
        open = null;
        if (header.sequence().isAfter(last.next())) {
            return List.of(new LogEntry.Gap(offset, last.next(), header.sequence()));
        }
        open = new Open(header, 1);
        LogEntry entry = new LogEntry.Begin(offset, header);
        return unfinished == null
                ? List.of(entry)
                : List.of(new LogEntry.Discarded(offset, unfinished.header.sequence()), entry);
    }

    private List<LogEntry> onChange(long offset, LogRecord.Change change) {
        Open current = open;
        if (current == null || !current.header.sequence().equals(change.sequence())) {
            return torn(offset, change.sequence(), "a change without its BEGIN");
        }
        if (change.ordinal() != current.nextOrdinal) {
            return torn(
                    offset,
                    change.sequence(),
                    "change "
                            + change.ordinal()
                            + " came where "
                            + current.nextOrdinal
                            + " was due");
        }
        open = new Open(current.header, current.nextOrdinal + 1);
        return List.of(new LogEntry.Change(offset, change.ordinal(), change.event()));
    }

    private List<LogEntry> onEnd(long offset, LogRecord.End end) {
        Open current = open;
        if (current == null || !current.header.sequence().equals(end.sequence())) {
            return torn(offset, end.sequence(), "an END without its BEGIN");
        }
        if (end.changeCount() != current.nextOrdinal - 1) {
            return torn(
                    offset,
                    end.sequence(),
                    "END counts "
                            + end.changeCount()
                            + " changes, "
                            + (current.nextOrdinal - 1)
                            + " came");
        }
        open = null;
        if (end.sequence().isAfter(last)) {
            last = end.sequence();
        }
        advance(ResumePoint.after(end.sequence(), end.position()));
        return List.of(new LogEntry.End(offset, current.header, end.position(), end.changeCount()));
    }

    private List<LogEntry> onMark(long offset, LogRecord.Mark mark) {
        advance(mark.at());
        return mark.at()
                .position()
                .<List<LogEntry>>map(
                        position -> List.of(new LogEntry.Mark(offset, position, mark.time())))
                .orElse(List.of());
    }

    private List<LogEntry> torn(long offset, Sequence sequence, String reason) {
        open = null;
        return List.of(new LogEntry.Torn(offset, sequence, reason));
    }

    private void advance(ResumePoint reached) {
        resumePoint = resumePoint.furtherOf(reached);
    }
}
