package io.stageline.database;

import io.stageline.changelog.TableId;
import java.util.List;
import java.util.Optional;

/// One ordinary or partitioned table. A partition is not listed by itself: rows are named by the root.
public record Table(
        TableId id,
        List<Column> columns,
        List<UniqueKey> uniqueKeys,
        List<ForeignKey> foreignKeys,
        ReplicaIdentity replicaIdentity,
        boolean partitioned) {
    /// What PostgreSQL logs of the old row (ALTER TABLE … REPLICA IDENTITY).
    public enum ReplicaIdentity {
        DEFAULT,
        FULL,
        INDEX,
        NOTHING
    }

    public Table {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
        foreignKeys = List.copyOf(foreignKeys);
    }

    public Optional<UniqueKey> primaryKey() {
        return uniqueKeys.stream().filter(UniqueKey::primary).findFirst();
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
