package io.stageline.publisher.target;

import io.stageline.database.Catalogue;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Makes writes ready to be sent: looks up the statement of their shape, turns rows into its parameters. Needs no connection;
/// safe to use from any thread, so that it can be done while production executes what came before.
public final class Packer {
    private final Function<Shape, ShapeStatements> dialect;
    private final Map<Shape, Prepared> statements = new ConcurrentHashMap<>();

    /// The SQL of a shape.
    record Prepared(ShapeStatements statements, String write, String countByKey) {}

    Packer(Function<Shape, ShapeStatements> dialect) {
        this.dialect = dialect;
    }

    /// For PostgreSQL.
    ///
    /// @param delimiters of types whose arrays have another than a comma, by schema and name
    public static Packer postgres(Catalogue catalogue, Map<String, Character> delimiters) {
        Map<String, Character> odd = Map.copyOf(delimiters);
        return new Packer(shape -> new PostgresStatements(catalogue, odd, shape));
    }

    public Parcel pack(Write write) {
        return switch (write) {
            case Write.Rows rows ->
                    new Parcel(rows, prepared(rows.shape()).statements.bindings(rows.rows()));
            case Write.Truncate truncate -> new Parcel(truncate, List.of());
        };
    }

    Prepared prepared(Shape shape) {
        return statements.computeIfAbsent(
                shape,
                wanted -> {
                    ShapeStatements made = dialect.apply(wanted);
                    return new Prepared(made, made.write(), made.countByKey());
                });
    }
}
