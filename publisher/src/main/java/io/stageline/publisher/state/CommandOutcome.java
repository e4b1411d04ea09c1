package io.stageline.publisher.state;

/// What became of a command.
public sealed interface CommandOutcome {
    /// One sentence for people.
    String message();

    /// It was executed.
    record Done(String message) implements CommandOutcome {}

    /// It could not be: what was held is still held.
    record Refused(String message) implements CommandOutcome {}

    /// From the columns `outcome` and `message`.
    static CommandOutcome of(String outcome, String message) {
        return outcome.equals("done") ? new Done(message) : new Refused(message);
    }
}
