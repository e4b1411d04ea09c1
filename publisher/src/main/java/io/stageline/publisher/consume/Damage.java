package io.stageline.publisher.consume;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogReader;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A source transaction that stands broken in the change log: a later capture may have written it once more. What is there
/// by the time it is met decides. Owned by the thread that reads.
final class Damage {
    private static final Logger log = LoggerFactory.getLogger(Damage.class);

    private Optional<Assembled.Broken> broken = Optional.empty();
    private long readUpTo;

    /// The first one counts: what comes behind it is broken by it.
    void met(Assembled.Broken found, ChangeLogReader reader) {
        if (broken.isEmpty()) {
            broken = Optional.of(found);
            readUpTo = reader.endOffset();
        }
    }

    /// Source transactions up to this one came whole, without a gap.
    void healedUpTo(Sequence last) {
        broken.filter(it -> !it.sequence().isAfter(last))
                .ifPresent(healed -> {
                    log.atWarn()
                            .addKeyValue("reason", healed.message())
                            .log("The change log is damaged, and whole again further on");
                    broken = Optional.empty();
                });
    }

    /// Whether all was read that was there when it was met.
    boolean isFinal(ChangeLogReader reader) {
        return broken.isPresent() && reader.nextOffset() >= readUpTo;
    }

    Optional<Assembled.Broken> broken() {
        return broken;
    }
}
