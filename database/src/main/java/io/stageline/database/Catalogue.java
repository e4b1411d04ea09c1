package io.stageline.database;

import io.stageline.changelog.TableId;
import java.util.Map;
import java.util.Optional;

/// The tables of one database at one moment.
///
/// @param database its name
public record Catalogue(String database, Map<TableId, Table> tables) {
    public Catalogue {
        tables = Map.copyOf(tables);
    }

    public Optional<Table> table(TableId id) {
        return Optional.ofNullable(tables.get(id));
    }
}
