package io.stageline.publisher;

import io.stageline.conflict.Conflict;
import io.stageline.publisher.state.RecordedConflicts.Resolution;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// What the publisher tells operators about conflicts: names of columns and the row key, never other values.
final class PublishLog {
    private static final Logger log = LoggerFactory.getLogger(PublishLoop.class);

    private PublishLog() {}

    static void conflict(Conflict conflict, String sentence) {
        about(Level.ERROR, conflict).log(sentence);
    }

    static void settled(Conflict conflict, Resolution resolution) {
        about(Level.WARN, conflict)
                .addKeyValue("resolution", resolution)
                .log("A conflict was settled as its policy says");
    }

    private static LoggingEventBuilder about(Level level, Conflict conflict) {
        Optional<String> constraint =
                conflict.blockers().stream()
                        .flatMap(blocker -> blocker.constraint().stream())
                        .findFirst();
        return log.atLevel(level)
                .addKeyValue("sequence", conflict.transaction().sequence())
                .addKeyValue("transaction", conflict.transaction().id())
                .addKeyValue("type", conflict.type().word())
                .addKeyValue("table", conflict.table())
                .addKeyValue("constraint", constraint.orElse(""))
                .addKeyValue("key", conflict.key())
                .addKeyValue(
                        "columns",
                        conflict.differences().stream().map(Conflict.Difference::column).toList());
    }
}
