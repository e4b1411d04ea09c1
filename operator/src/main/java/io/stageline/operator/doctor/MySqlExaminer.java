package io.stageline.operator.doctor;

import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.TableSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Examines two MySQL servers.
final class MySqlExaminer implements Examiner {
    private final TableSelection tables;
    private final Places places;
    private Optional<StagingView> seen = Optional.empty();

    /// What is needed of staging to compare production with it.
    ///
    /// @param selected its selected tables
    record StagingView(Catalogue selected, MySqlStructure structure, MySqlSettings settings) {}

    MySqlExaminer(TableSelection tables, Places places) {
        this.tables = tables;
        this.places = places;
    }

    @Override
    public void staging(Connection connection, List<Finding> findings) throws SQLException {
        var facts = new Facts(connection, "staging", places.staging());
        findings.add(ServerVersion.examine(facts));
        if (!ServerVersion.isSupported(facts)) {
            return;
        }
        MySqlSettings settings = MySqlSettings.read(facts);
        MySqlGrants grants = MySqlGrants.read(facts);
        findings.addAll(new MySqlStagingServer(facts, grants).examine(settings));
        Catalogue selected = CatalogueReader.read(connection, tables);
        findings.addAll(new MySqlStagingTables(facts, grants, tables, settings).examine(selected));
        var structure = MySqlStructure.read(facts, grants, selected);
        seen = Optional.of(new StagingView(selected, structure, settings));
    }

    @Override
    public void production(Connection connection, List<Finding> findings) throws SQLException {
        var facts = new Facts(connection, "production", places.production());
        findings.add(ServerVersion.examine(facts));
        if (!ServerVersion.isSupported(facts)) {
            return;
        }
        MySqlSettings settings = MySqlSettings.read(facts);
        MySqlGrants grants = MySqlGrants.read(facts);
        var server = new MySqlProductionServer(facts, grants);
        findings.addAll(server.examine(settings));
        if (seen.isPresent()) {
            StagingView view = seen.get();
            findings.addAll(server.compare(view, settings));
            Catalogue mirrored =
                    CatalogueReader.read(connection, id -> view.selected().table(id).isPresent());
            var structure = MySqlStructure.read(facts, grants, mirrored);
            findings.addAll(
                    new MySqlProductionTables(facts, grants, view).examine(mirrored, structure));
        }
    }
}
