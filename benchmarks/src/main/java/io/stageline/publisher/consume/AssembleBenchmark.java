package io.stageline.publisher.consume;

import io.stageline.benchmarks.step.Sample;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.PostgresLsn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Putting entries together to source transactions; time for one row change.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AssembleBenchmark {
    private static final int ORDERS = 1_000;

    private final Assembler assembler =
            new Assembler(new FeedLimits(5_000, 20_000, FeedLimits.SIZE));
    private final List<LogEntry> entries = entries();

    private static List<LogEntry> entries() {
        var entries = new ArrayList<LogEntry>();
        for (int order = 0; order < ORDERS; order++) {
            entries.add(new LogEntry.Begin(entries.size(), Sample.header(order)));
            long ordinal = 0;
            for (var change : Sample.order(order)) {
                entries.add(new LogEntry.Change(entries.size(), ++ordinal, change));
            }
            entries.add(
                    new LogEntry.End(
                            entries.size(),
                            Sample.header(order),
                            new PostgresLsn(order + 1L),
                            ordinal));
        }
        return List.copyOf(entries);
    }

    @Benchmark
    @OperationsPerInvocation(ORDERS * Sample.ORDER)
    public int assemble() {
        int whole = 0;
        for (LogEntry entry : entries) {
            whole += assembler.accept(entry).isPresent() ? 1 : 0;
        }
        return whole;
    }
}
