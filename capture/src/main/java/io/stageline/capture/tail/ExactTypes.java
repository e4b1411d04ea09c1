package io.stageline.capture.tail;

import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;

/// Makes Debezium's decoder hand through every value as the very text the server printed: it is told that each type is
/// `text`, except for the few whose JSON form loses nothing. So no type needs a converter, and none can lose a digit.
final class ExactTypes extends TypeRegistry {
    private static final int BOOL = 16;
    private static final int BYTEA = 17;
    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int TEXT = 25;

    ExactTypes(PostgresConnection connection) {
        super(connection);
    }

    @Override
    public PostgresType get(int oid) {
        return switch (oid) {
            case BOOL, BYTEA, INT8, INT2, INT4 -> super.get(oid);
            default -> super.get(TEXT);
        };
    }

    /// Asked for names this registry gave before; a user's own type of such a name was given as `text`.
    @Override
    public PostgresType get(String name) {
        return switch (name) {
            case "bool" -> super.get(BOOL);
            case "bytea" -> super.get(BYTEA);
            case "int8" -> super.get(INT8);
            case "int2" -> super.get(INT2);
            case "int4" -> super.get(INT4);
            default -> super.get(TEXT);
        };
    }
}
