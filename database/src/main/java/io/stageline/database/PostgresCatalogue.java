package io.stageline.database;

import io.stageline.changelog.TableId;
import io.stageline.database.Column.Generation;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Table.ReplicaIdentity;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The catalogue of a PostgreSQL database, 14 or newer: five statements, however many tables there are. Partitions are folded
/// into their root.
final class PostgresCatalogue {
    private final Connection connection;
    private final Map<Long, TableRow> tables = new LinkedHashMap<>();

    private record TableRow(TableId id, ReplicaIdentity identity, boolean partitioned) {}

    private PostgresCatalogue(Connection connection) {
        this.connection = connection;
    }

    /// Reads all tables that `wanted` accepts, at one moment: in the caller's transaction, or in one of its own.
    static Catalogue read(Connection connection, Predicate<TableId> wanted) throws SQLException {
        if (!connection.getAutoCommit()) {
            return new PostgresCatalogue(connection).read(wanted);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                return new PostgresCatalogue(connection).read(wanted);
            } finally {
                statement.execute("ROLLBACK");
            }
        }
    }

    private Catalogue read(Predicate<TableId> wanted) throws SQLException {
        readTables(wanted);
        Map<Long, ColumnType> types = readTypes();
        Map<Long, List<Column>> columns = readColumns(types);
        Map<Long, List<UniqueKey>> uniqueKeys = readUniqueKeys();
        Map<Long, List<ForeignKey>> foreignKeys = readForeignKeys();
        Map<TableId, Table> catalogue = new HashMap<>();
        tables.forEach((oid, row) ->
                catalogue.put(
                        row.id,
                        new Table(
                                row.id,
                                columns.getOrDefault(oid, List.of()),
                                uniqueKeys.getOrDefault(oid, List.of()),
                                foreignKeys.getOrDefault(oid, List.of()),
                                row.identity,
                                row.partitioned)));
        return new Catalogue(connection.getCatalog(), catalogue);
    }

    private void readTables(Predicate<TableId> wanted) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(PostgresCatalogueSql.TABLES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                var id = new TableId(row.getString(2), row.getString(3));
                if (wanted.test(id)) {
                    var table = new TableRow(id, identity(row.getString(4)), row.getBoolean(5));
                    tables.put(row.getLong(1), table);
                }
            }
        }
    }

    private Map<Long, ColumnType> readTypes() throws SQLException {
        Map<Long, PostgresTypeRow> rows = new HashMap<>();
        try (PreparedStatement statement = ofTables(PostgresCatalogueSql.TYPES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                var type =
                        new PostgresTypeRow(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getString(7));
                rows.put(row.getLong(1), type);
            }
        }
        Map<Long, ColumnType> types = new HashMap<>();
        rows.forEach((oid, type) -> types.put(oid, type.columnType(rows)));
        return types;
    }

    private Map<Long, List<Column>> readColumns(Map<Long, ColumnType> types) throws SQLException {
        Map<Long, List<Column>> columns = new HashMap<>();
        try (PreparedStatement statement = ofTables(PostgresCatalogueSql.COLUMNS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ColumnType type = types.get(row.getLong(3));
                if (type == null) {
                    throw new IllegalStateException("The catalogue changed while it was read");
                }
                var column =
                        new Column(
                                row.getString(2),
                                type,
                                row.getString(4),
                                row.getBoolean(5),
                                generation(row.getBoolean(6), row.getString(7)),
                                row.getInt(8));
                columns.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(column);
            }
        }
        return columns;
    }

    private Map<Long, List<UniqueKey>> readUniqueKeys() throws SQLException {
        Map<Long, List<UniqueKey>> keys = new HashMap<>();
        try (PreparedStatement statement = ofTables(PostgresCatalogueSql.UNIQUE_KEYS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                boolean plain = row.getBoolean(6);
                Set<String> columns = new LinkedHashSet<>(texts(row.getArray(4)));
                if (!plain) {
                    columns.addAll(texts(row.getArray(5)));
                }
                var key =
                        new UniqueKey(
                                row.getString(2),
                                row.getBoolean(3),
                                List.copyOf(columns),
                                plain,
                                row.getBoolean(7),
                                row.getBoolean(8),
                                texts(row.getArray(9)));
                keys.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(key);
            }
        }
        return keys;
    }

    private Map<Long, List<ForeignKey>> readForeignKeys() throws SQLException {
        Map<Long, List<ForeignKey>> keys = new HashMap<>();
        try (PreparedStatement statement = ofTables(PostgresCatalogueSql.FOREIGN_KEYS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ForeignKey key = foreignKey(row);
                List<ForeignKey> ofTable =
                        keys.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>());
                if (!ofTable.contains(key)) { // the same one declared on several partitions
                    ofTable.add(key);
                }
            }
        }
        return keys;
    }

    /// What [CatalogueReader#actingOn] tells.
    static Map<TableId, Set<ForeignKey>> actingOn(Connection connection, Set<TableId> parents)
            throws SQLException {
        Map<TableId, Set<ForeignKey>> keys = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement(PostgresCatalogueSql.ACTING_ON)) {
            Object[] names = parents.stream().map(Names::quote).toArray();
            statement.setArray(1, connection.createArrayOf("text", names));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var child = new TableId(row.getString(10), row.getString(11));
                    keys.computeIfAbsent(child, _ -> new HashSet<>()).add(foreignKey(row));
                }
            }
        }
        return keys;
    }

    private static ForeignKey foreignKey(ResultSet row) throws SQLException {
        return new ForeignKey(
                row.getString(2),
                texts(row.getArray(3)),
                new TableId(row.getString(4), row.getString(5)),
                texts(row.getArray(6)),
                action(row.getString(7)),
                action(row.getString(8)),
                row.getBoolean(9));
    }

    /// The caller closes it.
    private PreparedStatement ofTables(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(1, connection.createArrayOf("oid", tables.keySet().toArray()));
        return statement;
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static ReplicaIdentity identity(String code) {
        return switch (code) {
            case "d" -> ReplicaIdentity.DEFAULT;
            case "f" -> ReplicaIdentity.FULL;
            case "i" -> ReplicaIdentity.INDEX;
            case "n" -> ReplicaIdentity.NOTHING;
            default -> throw new IllegalStateException("Unknown replica identity " + code);
        };
    }

    private static Generation generation(boolean computed, String identity) {
        return switch (identity) {
            case "a" -> Generation.IDENTITY_ALWAYS;
            case "d" -> Generation.IDENTITY_BY_DEFAULT;
            default -> computed ? Generation.COMPUTED : Generation.NONE;
        };
    }

    private static Action action(String code) {
        return switch (code) {
            case "a", "r" -> Action.REFUSE;
            case "c" -> Action.CASCADE;
            case "n" -> Action.SET_NULL;
            case "d" -> Action.SET_DEFAULT;
            default -> throw new IllegalStateException("Unknown foreign key action " + code);
        };
    }
}
