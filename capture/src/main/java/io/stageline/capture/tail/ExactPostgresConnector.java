package io.stageline.capture.tail;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/// Debezium's PostgreSQL connector with our task.
@SuppressWarnings("unchecked") // Debezium's own override is not generic
public final class ExactPostgresConnector extends PostgresConnector {
    @Override
    public Class<? extends Task> taskClass() {
        return ExactPostgresTask.class;
    }
}
