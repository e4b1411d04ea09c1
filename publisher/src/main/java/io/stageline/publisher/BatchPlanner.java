package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourceTransaction;
import io.stageline.publisher.plan.OldRows;
import io.stageline.publisher.plan.Plan;
import io.stageline.publisher.plan.Planner;
import io.stageline.publisher.plan.Step;
import io.stageline.publisher.plan.Steps;
import io.stageline.publisher.target.Packer;
import io.stageline.publisher.target.Parcel;
import java.util.List;
import java.util.stream.Stream;

/// Plans batches for production as it was known at one time. Asks production nothing; safe to use from any thread.
record BatchPlanner(Planner planner, Packer packer) {
    /// The changes of source transactions, one after the other.
    static List<ChangeEvent> changes(List<SourceTransaction> transactions) {
        return transactions.stream().flatMap(each -> each.events().stream()).toList();
    }

    /// Plans a batch before its turn, by what the change log shows.
    PlanAhead ahead(List<SourceTransaction> transactions) {
        List<ChangeEvent> changes = changes(transactions);
        return new PlanAhead(this, transactions, netEffects(changes, planner.noOldRows(), true));
    }

    /// By net effects; where they cannot be ordered, as staging did it.
    Planned netEffects(List<ChangeEvent> changes, OldRows known, boolean trusting) {
        return switch (planner.netEffects(changes, planner.nothingYet(), known, trusting)) {
            case Plan.WriteSet set -> packed(set.writes().stream());
            case Plan.Unorderable _ -> original(changes);
            case Plan.Mismatch _ -> Planned.MISMATCH;
        };
    }

    /// As staging did it.
    Planned original(List<ChangeEvent> changes) {
        return switch (planner.originalOrder(changes, planner.nothingYet())) {
            case Steps.Ordered ordered -> packed(ordered.steps().stream().map(Step::write));
            case Steps.Mismatch _ -> Planned.MISMATCH;
        };
    }

    private Planned packed(Stream<Write> writes) {
        List<Parcel> parcels = writes.map(packer::pack).toList();
        return new Planned(parcels, false);
    }
}
