package io.stageline.capture;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.RowImage;
import java.util.ArrayList;
import java.util.List;

/// The change log as lines a test can read: `begin #1`, `+ public.item {id=1, name=a}`, `~`, `-`, `truncate`, `end #1 3`.
///
/// @param complete the lines of source transactions that have an END, in order
/// @param odd entries that should not be there: gaps, torn and unreadable ones
/// @param discarded how many source transactions were begun and never ended
record LogText(List<String> complete, List<LogEntry> odd, long discarded) {
    static LogText of(List<LogEntry> entries) {
        List<String> complete = new ArrayList<>();
        List<LogEntry> odd = new ArrayList<>();
        List<String> open = new ArrayList<>();
        long discarded = 0;
        for (LogEntry entry : entries) {
            switch (entry) {
                case LogEntry.Begin begin -> {
                    open.clear();
                    open.add("begin " + begin.header().sequence());
                }
                case LogEntry.Change change -> open.add(line(change.event()));
                case LogEntry.End end -> {
                    open.add("end " + end.header().sequence() + " " + end.changeCount());
                    complete.addAll(open);
                }
                case LogEntry.Discarded _ -> discarded++;
                case LogEntry.Mark _, LogEntry.Claim _, LogEntry.Fenced _ -> {}
                case LogEntry.Gap gap -> odd.add(gap);
                case LogEntry.Torn torn -> odd.add(torn);
                case LogEntry.Unreadable unreadable -> odd.add(unreadable);
            }
        }
        return new LogText(complete, odd, discarded);
    }

    /// The changes only.
    List<String> changes() {
        return complete.stream()
                .filter(line -> !line.startsWith("begin ") && !line.startsWith("end "))
                .toList();
    }

    /// The sequences of the complete source transactions, in order.
    List<Long> sequences() {
        return complete.stream()
                .filter(line -> line.startsWith("begin #"))
                .map(line -> Long.parseLong(line.substring("begin #".length())))
                .toList();
    }

    private static String line(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Insert insert -> "+ " + insert.table() + " " + row(insert.after());
            case ChangeEvent.Update update ->
                    "~ "
                            + update.table()
                            + " "
                            + (update.before() == null ? "" : row(update.before()) + " -> ")
                            + row(update.after());
            case ChangeEvent.Delete delete -> "- " + delete.table() + " " + row(delete.before());
            case ChangeEvent.Truncate truncate -> "truncate " + truncate.table();
        };
    }

    private static String row(RowImage image) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < image.size(); i++) {
            cells.add(image.columns().names().get(i) + "=" + image.value(i));
        }
        return "{" + String.join(", ", cells) + "}";
    }
}
