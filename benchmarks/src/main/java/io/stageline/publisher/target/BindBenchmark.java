package io.stageline.publisher.target;

import io.stageline.benchmarks.step.Sample;
import io.stageline.changelog.ChangeEvent;
import io.stageline.database.Catalogue;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import io.stageline.publisher.plan.Past;
import io.stageline.publisher.plan.Plan;
import io.stageline.publisher.plan.Planner;
import java.util.List;
import java.util.Map;
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

/// The text of the statements of a full batch, and of the arrays bound to them; time for one row change.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BindBenchmark {
    private static final int CHANGES = 5_000;

    private final Catalogue catalogue = Sample.catalogue();
    private final List<Write.Rows> writes = writes(catalogue);

    private static List<Write.Rows> writes(Catalogue catalogue) {
        List<ChangeEvent> changes = Sample.changes(CHANGES);
        return switch (new Planner(catalogue).netEffects(changes, Past.none(catalogue))) {
            case Plan.WriteSet set ->
                    set.writes().stream()
                            .filter(Write.Rows.class::isInstance)
                            .map(Write.Rows.class::cast)
                            .toList();
            case Plan.Unorderable _, Plan.Mismatch _ ->
                    throw new IllegalStateException("The sample can be planned");
        };
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public int arrays() {
        int length = 0;
        for (Write.Rows write : writes) {
            for (int column = 0; column < write.shape().width(); column++) {
                length += ArrayText.of(write.rows(), column, ',').length();
            }
        }
        return length;
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public int statements() {
        int length = 0;
        for (Write.Rows write : writes) {
            Shape shape = write.shape();
            length += new PostgresStatements(catalogue, Map.of(), shape).write().length();
        }
        return length;
    }
}
