package io.stageline.operator.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import java.util.List;
import org.slf4j.LoggerFactory;

/// Sets up the logging of this process. All lines go to the standard error.
public final class Logging {
    /// Moves to the start of the line and clears it: a status line may stand there.
    private static final String CLEAR_LINE = "\r\u001b[K";

    /// What says at WARN that all is well: a broker that is alone starting and stopping, a client waiting for it, and Debezium
    /// about snapshots that are never taken and types that are known twice.
    private static final List<String> ALARMED_WITHOUT_REASON =
            List.of(
                    "org.apache.kafka.clients.NetworkClient",
                    "org.apache.kafka.controller.QuorumController",
                    "org.apache.kafka.clients.admin.AdminClientConfig",
                    "org.apache.kafka.clients.producer.ProducerConfig",
                    "org.apache.kafka.clients.consumer.ConsumerConfig",
                    "io.debezium.snapshot",
                    "io.debezium.connector.postgresql.TypeRegistry",
                    "io.debezium.connector.postgresql.connection.pgoutput.PgOutputMessageDecoder",
                    "io.debezium.relational.TableSchemaBuilder",
                    "io.debezium.schema.AbstractTopicNamingStrategy");

    /// These log failures that reach capture as well, which tells them once, with what it does about them.
    private static final List<String> TOLD_BY_CAPTURE =
            List.of(
                    "io.debezium.pipeline.ErrorHandler",
                    "io.debezium.connector.postgresql.connection.PostgresReplicationConnection",
                    "io.debezium.util.Threads");

    private Logging() {}

    /// @param live whether a status line is rewritten in place on the standard error
    public static void configure(LogFormat format, LogLevel level, boolean live) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(
                switch (format) {
                    case TEXT -> text(context, live);
                    case JSON -> json(context);
                });
        appender.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        Level ours = Level.toLevel(level.name());
        root.setLevel(chatter(level));
        context.getLogger("io.stageline").setLevel(ours);
        if (!ours.isGreaterOrEqual(Level.ERROR) && ours.isGreaterOrEqual(Level.INFO)) {
            ALARMED_WITHOUT_REASON.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
            TOLD_BY_CAPTURE.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        }
    }

    /// Kafka and Debezium tell their life story at INFO.
    private static Level chatter(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN, INFO -> Level.WARN;
            case DEBUG -> Level.INFO;
            case TRACE -> Level.DEBUG;
        };
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context, boolean live) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(
                (live ? CLEAR_LINE : "") + "%d{HH:mm:ss.SSS} %-5level %msg %kvp{NONE}%n");
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        var encoder = new EcsEncoder();
        encoder.setContext(context);
        encoder.setServiceName("stageline");
        encoder.start();
        return encoder;
    }
}
