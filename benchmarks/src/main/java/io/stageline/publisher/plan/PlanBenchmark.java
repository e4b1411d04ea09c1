package io.stageline.publisher.plan;

import io.stageline.benchmarks.step.Sample;
import io.stageline.changelog.ChangeEvent;
import io.stageline.database.Catalogue;
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

/// Planning a full batch by net effects; time for one row change.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlanBenchmark {
    private static final int CHANGES = 5_000;

    private final Catalogue catalogue = Sample.catalogue();
    private final Planner planner = new Planner(catalogue);
    private final List<ChangeEvent> changes = Sample.changes(CHANGES);

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public Plan netEffects() {
        return planner.netEffects(changes, Past.none(catalogue));
    }
}
