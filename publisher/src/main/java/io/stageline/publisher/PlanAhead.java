package io.stageline.publisher;

import io.stageline.changelog.SourceTransaction;
import java.util.List;

/// A batch that was planned while the one before it was written. It is what would be planned now, as long as what it rests on is
/// the same: these very source transactions, all of them, and production as it was known.
record PlanAhead(BatchPlanner planner, List<SourceTransaction> transactions, Planned planned) {
    PlanAhead {
        transactions = List.copyOf(transactions);
    }

    /// @param now how batches are planned now
    /// @param flowing what is to be written now
    @SuppressWarnings("ReferenceEquality") // the very same, not others that look alike
    boolean holds(BatchPlanner now, List<SourceTransaction> flowing) {
        if (planner.packer() != now.packer() || flowing.size() != transactions.size()) {
            return false;
        }
        for (int i = 0; i < flowing.size(); i++) {
            if (flowing.get(i) != transactions.get(i)) {
                return false;
            }
        }
        return true;
    }
}
