package io.stageline.capture.tail;

import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;

/// Makes Debezium's decoder hand through every value as the very text the server printed: it is told that each value is
/// of type `text`. So no type needs a converter, and none can lose a digit. A column is described by its own type where the
/// change log's JSON has another form for it than text; by `text` else.
final class ExactTypes extends TypeRegistry {
    private static final int BOOL = 16;
    private static final int BYTEA = 17;
    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int TEXT = 25;

    private final PostgresType text;

    ExactTypes(PostgresConnection connection) {
        super(connection);
        this.text = super.get(TEXT);
    }

    /// Asked when staging describes a column.
    @Override
    public PostgresType get(int oid) {
        return switch (oid) {
            case BOOL, BYTEA, INT8, INT2, INT4 -> super.get(oid);
            default -> text;
        };
    }

    /// Asked for each value.
    @Override
    public PostgresType get(String name) {
        return text;
    }
}
