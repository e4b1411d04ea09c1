package io.stageline.publisher;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How much of a lane is held.
///
/// @param transactions how many source transactions
/// @param since when the oldest of them was held, by production's clock; empty if nothing is
public record Holding(long transactions, Optional<Instant> since) {
    public static final Holding NOTHING = new Holding(0, Optional.empty());

    public boolean any() {
        return transactions > 0;
    }

    /// For people; ends without a full stop.
    public String sentence() {
        String held =
                transactions == 1
                        ? "1 source transaction is held"
                        : "%,d source transactions are held".formatted(transactions);
        return "Everything else in the change log is published; %s since %s, see stageline holds list"
                .formatted(held, since.map(Holding::toTheSecond).orElse("just now"));
    }

    private static String toTheSecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
