package io.stageline.publisher.hold;

import java.util.HashMap;
import java.util.Map;

/// What a source transaction touches, as [Token]s, each read or written. Two source transactions depend on each other when
/// a token meets and at least one of them writes it. Owned by one thread.
public final class Footprint {
    private final Map<Long, Boolean> tokens = new HashMap<>();

    void reads(long token) {
        tokens.putIfAbsent(token, false);
    }

    void writes(long token) {
        tokens.put(token, true);
    }

    void add(Footprint other) {
        other.tokens.forEach((token, writes) -> tokens.merge(token, writes, Boolean::logicalOr));
    }

    boolean meets(Footprint other) {
        if (other.tokens.size() < tokens.size()) {
            return other.meets(this);
        }
        return tokens.entrySet().stream()
                .anyMatch(entry -> {
                    Boolean writes = other.tokens.get(entry.getKey());
                    return writes != null && (writes || entry.getValue());
                });
    }

    /// Each token, and whether it is written. To be read only.
    Map<Long, Boolean> tokens() {
        return tokens;
    }
}
