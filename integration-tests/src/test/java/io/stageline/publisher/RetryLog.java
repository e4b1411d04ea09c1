package io.stageline.publisher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/// What publishers of this JVM log about failures that they bear, while it is open.
final class RetryLog implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(PublishLoop.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    RetryLog() {
        logger.setLevel(Level.WARN); // a command that ran in this JVM before may have made it quiet
        appender.start();
        logger.addAppender(appender);
    }

    /// Why it was tried again, each time.
    List<String> reasons() {
        return values("reason");
    }

    /// How long was waited before, each time.
    List<Long> pauses() {
        return values("pause_millis").stream().map(Long::valueOf).toList();
    }

    private List<String> values(String key) {
        List<ILoggingEvent> events;
        synchronized (appender) {
            events = new ArrayList<>(appender.list);
        }
        return events.stream()
                .filter(event -> event.getMessage().equals("Publishing failed, retrying"))
                .flatMap(event -> event.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals(key))
                .map((KeyValuePair pair) -> String.valueOf(pair.value))
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        appender.stop();
    }
}
