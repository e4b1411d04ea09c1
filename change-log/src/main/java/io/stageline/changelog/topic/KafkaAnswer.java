package io.stageline.changelog.topic;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for what Kafka was asked, but not for ever, and tells what it refused.
final class KafkaAnswer {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private KafkaAnswer() {}

    /// @throws ChangeLogException if Kafka refuses, or does not answer in time
    static <T> T of(ChangeLogConfig config, Future<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ChangeLogException(
                    "Kafka at %s %s: %s"
                            .formatted(
                                    config.bootstrapServers(),
                                    timedOut(cause(e)) ? "does not answer" : "refused",
                                    told(cause(e))),
                    cause(e));
        } catch (TimeoutException e) {
            throw new ChangeLogException(
                    "Kafka at "
                            + config.bootstrapServers()
                            + " did not answer within "
                            + PATIENCE.toSeconds()
                            + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChangeLogException("Interrupted while waiting for Kafka", e);
        }
    }

    /// The client's own patience can end before ours.
    private static boolean timedOut(Throwable cause) {
        return cause instanceof org.apache.kafka.common.errors.TimeoutException;
    }

    /// Kafka's errors from a broker often have no message.
    private static String told(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static Throwable cause(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }
}
