package io.stageline.publisher.target;

import io.stageline.database.Catalogue;
import io.stageline.database.ColumnType;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Makes writes ready to be sent: looks up the statement of their shape, turns columns of rows into arrays. Needs no connection;
/// safe to use from any thread, so that it can be done while production executes what came before.
public final class Packer {
    private final Catalogue catalogue;
    private final Map<String, Character> delimiters;
    private final Map<Shape, Prepared> statements = new ConcurrentHashMap<>();

    /// The SQL of a shape.
    record Prepared(String sql, List<ColumnType> types, String countByKey) {}

    /// @param delimiters of types whose arrays have another than a comma, by schema and name
    public Packer(Catalogue catalogue, Map<String, Character> delimiters) {
        this.catalogue = catalogue;
        this.delimiters = Map.copyOf(delimiters);
    }

    public Parcel pack(Write write) {
        return switch (write) {
            case Write.Rows rows -> new Parcel(rows, arrays(rows, prepared(rows.shape()).types));
            case Write.Truncate truncate -> new Parcel(truncate, List.of());
        };
    }

    List<Object> arrays(Write.Rows write, List<ColumnType> types) {
        List<Object> arrays = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            arrays.add(ArrayText.of(write.rows(), i, delimiter(types.get(i))));
        }
        return arrays;
    }

    Prepared prepared(Shape shape) {
        return statements.computeIfAbsent(
                shape,
                wanted -> {
                    var text = new StatementText(catalogue, wanted);
                    return new Prepared(text.sql(), text.types(), text.countByKey());
                });
    }

    private char delimiter(ColumnType type) {
        return StatementText.asText(type)
                ? ','
                : delimiters.getOrDefault(type.schema() + "." + type.name(), ',');
    }
}
