package io.stageline.publisher;

import io.stageline.conflict.Conflict;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the publisher tells operators about conflicts: names of columns and the row key, never other values.
final class PublishLog {
    private static final Logger log = LoggerFactory.getLogger(PublishLoop.class);

    private PublishLog() {}

    static void conflict(Conflict conflict) {
        Optional<String> constraint =
                conflict.blockers().stream()
                        .flatMap(blocker -> blocker.constraint().stream())
                        .findFirst();
        log.atError()
                .addKeyValue("sequence", conflict.transaction().sequence())
                .addKeyValue("transaction", conflict.transaction().id())
                .addKeyValue("type", conflict.type().word())
                .addKeyValue("table", conflict.table())
                .addKeyValue("constraint", constraint.orElse(""))
                .addKeyValue("key", conflict.key())
                .addKeyValue(
                        "columns",
                        conflict.differences().stream().map(Conflict.Difference::column).toList())
                .log("A conflict halts the lane");
    }
}
