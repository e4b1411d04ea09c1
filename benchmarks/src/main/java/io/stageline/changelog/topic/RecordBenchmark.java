package io.stageline.changelog.topic;

import io.stageline.benchmarks.step.Sample;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.TransactionHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
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

/// Writing and reading the records of the change log; time for one row change.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBenchmark {
    private static final int CHANGES = 1_000;

    private final RecordEncoder encoder = new RecordEncoder("bench");
    private final RecordDecoder decoder = new RecordDecoder();
    private final List<ChangeEvent> changes = Sample.changes(CHANGES);
    private final TransactionHeader header = Sample.header(1);
    private final SourceStamp stamp =
            new SourceStamp("shop", new PostgresLsn(4711), List.of("id"), 1);
    private final List<Written> records = records();

    private record Written(Headers headers, ByteBuffer value) {}

    private List<Written> records() {
        var writer = new RecordHeaders(header.epoch());
        var written = new ArrayList<Written>();
        for (ChangeEvent change : changes) {
            var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
            headers.add(writer.ofChange(header.sequence(), 1));
            written.add(
                    new Written(
                            headers, ByteBuffer.wrap(encoder.change(header, 1, change, stamp))));
        }
        return List.copyOf(written);
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public int encode() {
        int length = 0;
        for (ChangeEvent change : changes) {
            length += encoder.change(header, 1, change, stamp).length;
        }
        return length;
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public int decode() {
        int changes = 0;
        for (Written record : records) {
            LogRecord read = decoder.decode(record.headers, record.value.duplicate());
            changes += read instanceof LogRecord.Change ? 1 : 0;
        }
        if (changes != CHANGES) {
            throw new IllegalStateException("Only " + changes + " records were readable");
        }
        return changes;
    }
}
