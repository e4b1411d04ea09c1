package io.stageline.publisher.hold;

import io.stageline.changelog.Sequence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Source transactions of one batch that are held, by what they touch: tells which the next one meets.
final class Meetings {
    private final Map<Long, Sequence> touching = new HashMap<>();
    private final Map<Long, Sequence> writing = new HashMap<>();

    /// To be told in order.
    void add(Sequence sequence, Footprint footprint) {
        footprint
                .tokens()
                .forEach((token, writes) -> {
                    touching.putIfAbsent(token, sequence);
                    if (writes) {
                        writing.putIfAbsent(token, sequence);
                    }
                });
    }

    /// The earliest one that is met.
    Optional<Sequence> earliest(Footprint footprint) {
        return footprint.tokens().entrySet().stream()
                .flatMap(entry -> Stream.ofNullable(met(entry.getKey(), entry.getValue())))
                .min(Sequence::compareTo);
    }

    private @Nullable Sequence met(long token, boolean writes) {
        return writes ? touching.get(token) : writing.get(token);
    }
}
