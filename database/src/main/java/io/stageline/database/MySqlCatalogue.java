package io.stageline.database;

import io.stageline.changelog.TableId;
import io.stageline.database.Column.Generation;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Table.ReplicaIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The catalogue of a MySQL server: five statements, however many tables there are. A schema is a database. Tables are not locked: a table that
/// changes meanwhile may be told as it was or as it is.
final class MySqlCatalogue {
    private final Connection connection;
    private final Predicate<TableId> wanted;
    private final Map<TableId, Boolean> partitioned = new LinkedHashMap<>();
    private final Map<TableId, List<Column>> columns = new HashMap<>();
    private final Map<TableId, Map<String, MySqlKeyParts>> uniqueKeys = new HashMap<>();
    private final Map<TableId, Map<String, ForeignKey>> foreignKeys = new HashMap<>();

    MySqlCatalogue(Connection connection, Predicate<TableId> wanted) {
        this.connection = connection;
        this.wanted = wanted;
    }

    /// Takes one row of a statement whose first two columns are schema and table.
    private interface RowReader {
        void read(TableId table, ResultSet row) throws SQLException;
    }

    Catalogue read() throws SQLException {
        ReplicaIdentity identity = identity();
        forEach(
                MySqlCatalogueSql.TABLES,
                (id, row) -> {
                    if (wanted.test(id)) {
                        partitioned.put(id, row.getBoolean(3));
                    }
                });
        forEach(MySqlCatalogueSql.COLUMNS, ofWanted(this::readColumn));
        forEach(MySqlCatalogueSql.UNIQUE_KEY_PARTS, ofWanted(this::readUniqueKeyPart));
        forEach(MySqlCatalogueSql.FOREIGN_KEY_PARTS, ofWanted(this::readForeignKeyPart));
        Map<TableId, Table> tables = new HashMap<>();
        partitioned.forEach((id, isPartitioned) ->
                tables.put(
                        id,
                        new Table(
                                id,
                                columns.getOrDefault(id, List.of()),
                                uniqueKeys(id),
                                List.copyOf(foreignKeys.getOrDefault(id, Map.of()).values()),
                                identity,
                                isPartitioned)));
        return new Catalogue(Optional.ofNullable(connection.getCatalog()).orElse(""), tables);
    }

    private RowReader ofWanted(RowReader reader) {
        return (id, row) -> {
            if (partitioned.containsKey(id)) {
                reader.read(id, row);
            }
        };
    }

    private void forEach(String sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                reader.read(new TableId(row.getString(1), row.getString(2)), row);
            }
        }
    }

    /// What the binlog holds of old rows is the server's affair, the same for all its tables.
    private ReplicaIdentity identity() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(MySqlCatalogueSql.ROW_IMAGE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1).equals("FULL") ? ReplicaIdentity.FULL : ReplicaIdentity.DEFAULT;
        }
    }

    private void readColumn(TableId id, ResultSet row) throws SQLException {
        String collation = row.getString(10);
        ColumnType type =
                MySqlTypes.columnType(
                        row.getString(4),
                        row.getString(5),
                        collation,
                        "PAD SPACE".equals(row.getString(11)));
        String written = row.getString(5);
        if (collation != null) {
            written += " CHARACTER SET " + row.getString(9) + " COLLATE " + collation;
        }
        if (row.getString(12) != null) {
            written += " SRID " + row.getString(12);
        }
        var column =
                new Column(
                        row.getString(3),
                        type,
                        written,
                        row.getBoolean(6),
                        generation(row.getString(7)),
                        row.getInt(8),
                        row.getString(7).contains("on update CURRENT_TIMESTAMP"));
        columns.computeIfAbsent(id, _ -> new ArrayList<>()).add(column);
    }

    private void readUniqueKeyPart(TableId id, ResultSet row) throws SQLException {
        uniqueKeys
                .computeIfAbsent(id, _ -> new LinkedHashMap<>())
                .computeIfAbsent(
                        row.getString(3),
                        _ -> new MySqlKeyParts(columns.getOrDefault(id, List.of())))
                .add(row.getString(4), row.getString(5) != null, row.getString(6));
    }

    private List<UniqueKey> uniqueKeys(TableId id) {
        List<UniqueKey> keys = new ArrayList<>();
        uniqueKeys
                .getOrDefault(id, Map.of())
                .forEach((name, parts) -> keys.add(parts.uniqueKey(name)));
        return keys;
    }

    private void readForeignKeyPart(TableId id, ResultSet row) throws SQLException {
        var part =
                new ForeignKey(
                        row.getString(3),
                        List.of(row.getString(4)),
                        new TableId(row.getString(5), row.getString(6)),
                        List.of(row.getString(7)),
                        action(row.getString(8)),
                        action(row.getString(9)),
                        false,
                        true);
        foreignKeys
                .computeIfAbsent(id, _ -> new LinkedHashMap<>())
                .merge(part.name(), part, MySqlCatalogue::joined);
    }

    private static ForeignKey joined(ForeignKey key, ForeignKey part) {
        List<String> columns = new ArrayList<>(key.columns());
        columns.addAll(part.columns());
        List<String> parentColumns = new ArrayList<>(key.parentColumns());
        parentColumns.addAll(part.parentColumns());
        return new ForeignKey(
                key.name(),
                columns,
                key.parent(),
                parentColumns,
                key.onDelete(),
                key.onUpdate(),
                key.deferrable(),
                key.byRow());
    }

    private static Generation generation(String extra) {
        if (extra.contains("VIRTUAL GENERATED") || extra.contains("STORED GENERATED")) {
            return Generation.COMPUTED;
        }
        return extra.contains("auto_increment") ? Generation.IDENTITY_BY_DEFAULT : Generation.NONE;
    }

    private static Action action(String rule) {
        return switch (rule) {
            case "RESTRICT", "NO ACTION" -> Action.REFUSE;
            case "CASCADE" -> Action.CASCADE;
            case "SET NULL" -> Action.SET_NULL;
            case "SET DEFAULT" -> Action.SET_DEFAULT;
            default -> throw new IllegalStateException("Unknown foreign key action " + rule);
        };
    }
}
