package io.stageline.capture;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.testing.MySqlDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is committed in a MySQL staging database of a test's own, as capture tells it: for tests of what comes behind.
public final class MySqlLog implements AutoCloseable {
    private final MySqlPipeline pipeline = new MySqlPipeline();
    private final RunningCapture capture;
    private final ChangeLogReader reader;

    public MySqlLog() {
        capture = pipeline.ticking(Duration.ofMillis(50)).start().streaming();
        reader = pipeline.changeLog.read(0, 0, Epoch.NONE, Sequence.NONE);
    }

    public MySqlDatabase staging() {
        return pipeline.staging;
    }

    /// The changes of each source transaction that was committed since this was asked for the last time.
    public List<List<ChangeEvent>> next() {
        capture.reached(pipeline.end());
        List<List<ChangeEvent>> transactions = new ArrayList<>();
        List<ChangeEvent> open = new ArrayList<>();
        long end = reader.endOffset();
        while (reader.nextOffset() < end) {
            for (LogEntry entry : reader.poll(Duration.ofSeconds(1))) {
                switch (entry) {
                    case LogEntry.Begin _ -> open.clear();
                    case LogEntry.Change change -> open.add(change.event());
                    case LogEntry.End _ -> transactions.add(List.copyOf(open));
                    case LogEntry.Mark _, LogEntry.Claim _, LogEntry.Fenced _ -> {}
                    case LogEntry.Discarded _,
                            LogEntry.Gap _,
                            LogEntry.Torn _,
                            LogEntry.Unreadable _ ->
                            throw new AssertionError("Not captured well: " + entry);
                }
            }
        }
        return transactions;
    }

    @Override
    public void close() {
        reader.close();
        capture.close();
        pipeline.close();
    }
}
