package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.database.Catalogue;
import io.stageline.publisher.plan.Planner;
import io.stageline.publisher.target.Packer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanAheadTest {
    private static final ChangeEvent CHANGE = new ChangeEvent.Truncate(new TableId("a", "b"));

    private final BatchPlanner planner = planner();
    private final SourceTransaction first = transaction(1);
    private final SourceTransaction second = transaction(2);
    private final PlanAhead ahead = planner.ahead(List.of(first, second));

    @Test
    void holdsForTheVeryTransactionsItWasMadeOf() {
        assertThat(ahead.holds(planner, List.of(first, second))).isTrue();
    }

    @Test
    void doesNotHoldWhenOneOfThemMustWait() {
        assertThat(ahead.holds(planner, List.of(first))).isFalse();
        assertThat(ahead.holds(planner, List.of(second))).isFalse();
    }

    @Test
    void doesNotHoldForOtherTransactions() {
        assertThat(ahead.holds(planner, List.of(first, transaction(3)))).isFalse();
    }

    @Test
    void doesNotHoldWhenProductionWasLookedAtAgain() {
        assertThat(ahead.holds(planner(), List.of(first, second))).isFalse();
    }

    private static BatchPlanner planner() {
        var catalogue = new Catalogue("shop", Map.of());
        return new BatchPlanner(new Planner(catalogue), Packer.postgres(catalogue, Map.of()));
    }

    private static SourceTransaction transaction(long sequence) {
        var header =
                new TransactionHeader(
                        new Sequence(sequence),
                        new Epoch(1),
                        new TransactionId("700"),
                        Instant.EPOCH);
        return new SourceTransaction(header, new PostgresLsn(sequence), 1, List.of(CHANGE));
    }
}
