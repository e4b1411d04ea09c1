package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A held source transaction with all that helps to decide.
///
/// @param conflict the whole conflict as JSON, as `stageline.conflict.detail` has it
/// @param changes its first changes
/// @param dependents the first of the later ones that wait for it
/// @param commands what operators asked for it, earliest first
public record HeldDetail(
        HeldTransaction transaction,
        TransactionId id,
        Optional<String> conflict,
        List<Change> changes,
        List<Sequence> dependents,
        List<Asked> commands) {
    public HeldDetail {
        changes = List.copyOf(changes);
        dependents = List.copyOf(dependents);
        commands = List.copyOf(commands);
    }

    /// One change.
    ///
    /// @param operation insert, update, delete or truncate
    /// @param before the before image as JSON, where there is one
    public record Change(
            long ordinal,
            TableId table,
            String operation,
            Optional<String> before,
            Optional<String> after) {}

    /// A command that an operator gave.
    ///
    /// @param what `release` or `discard`, with the resolution
    /// @param outcome what became of it; absent while it waits
    public record Asked(
            long id,
            String what,
            String reason,
            String author,
            Instant at,
            Optional<CommandOutcome> outcome) {}
}
