package io.stageline.publisher.target;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.ForeignKey;
import io.stageline.database.Names;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Constraints whose checks can wait until the end of the transaction, as PostgreSQL has them. Where there are none, nothing is asked.
final class DeferredChecks {
    private final Connection connection;
    private final Catalogue catalogue;
    private final boolean any;
    private final List<String> atOnce = new ArrayList<>();

    DeferredChecks(Connection connection, Catalogue catalogue) {
        this.connection = connection;
        this.catalogue = catalogue;
        this.any = catalogue.tables().values().stream().anyMatch(DeferredChecks::hasDeferrable);
    }

    private static boolean hasDeferrable(Table table) {
        return table.uniqueKeys().stream().anyMatch(UniqueKey::deferrable)
                || table.foreignKeys().stream().anyMatch(ForeignKey::deferrable);
    }

    void defer() throws SQLException {
        atOnce.clear();
        if (any) {
            execute("SET CONSTRAINTS ALL DEFERRED");
        }
    }

    void makeNow() throws SQLException {
        if (any) {
            execute("SET CONSTRAINTS ALL IMMEDIATE");
        }
    }

    /// From now on the deferrable constraints of this name are checked at each statement after all.
    void atOnce(String constraint) throws SQLException {
        for (Table table : catalogue.tables().values()) {
            boolean here =
                    table.uniqueKeys().stream()
                                    .anyMatch(key ->
                                            key.deferrable() && key.name().equals(constraint))
                            || table.foreignKeys().stream()
                                    .anyMatch(key ->
                                            key.deferrable() && key.name().equals(constraint));
            if (here) {
                atOnce.add(Names.quote(table.id().schema()) + "." + Names.quote(constraint));
            }
        }
        chosenAtOnce();
    }

    private void chosenAtOnce() throws SQLException {
        if (!atOnce.isEmpty()) {
            execute("SET CONSTRAINTS " + String.join(", ", atOnce) + " IMMEDIATE");
        }
    }

    /// Makes the checks that look at these tables: PostgreSQL empties no table that a deferred check is still to look at.
    void makeNowOf(List<TableId> tables) throws SQLException {
        String waiting =
                catalogue.tables().values().stream()
                        .flatMap(table -> waiting(table, tables))
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (!waiting.isEmpty()) {
            execute("SET CONSTRAINTS " + waiting + " IMMEDIATE");
            execute("SET CONSTRAINTS " + waiting + " DEFERRED");
            chosenAtOnce();
        }
    }

    /// The deferrable constraints that look at one of the tables.
    private static Stream<String> waiting(Table table, List<TableId> tables) {
        boolean own = tables.contains(table.id());
        return Stream.concat(
                        table.uniqueKeys().stream()
                                .filter(key -> key.deferrable() && own)
                                .map(UniqueKey::name),
                        table.foreignKeys().stream()
                                .filter(key ->
                                        key.deferrable() && (own || tables.contains(key.parent())))
                                .map(ForeignKey::name))
                .map(name -> Names.quote(table.id().schema()) + "." + Names.quote(name));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
