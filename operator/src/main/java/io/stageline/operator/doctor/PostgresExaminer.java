package io.stageline.operator.doctor;

import io.stageline.capture.SlotNames;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.TableSelection;
import io.stageline.publisher.PublisherConfig.ForeignKeyCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Examines two PostgreSQL servers.
final class PostgresExaminer implements Examiner {
    private final TableSelection tables;
    private final SlotNames names;
    private final ForeignKeyCheck foreignKeys;
    private final Places places;
    private Optional<StagingView> seen = Optional.empty();

    /// What is needed of staging to compare production with it.
    ///
    /// @param selected its selected tables
    record StagingView(Catalogue selected, StructureReader.Structure structure) {}

    PostgresExaminer(
            TableSelection tables, SlotNames names, ForeignKeyCheck foreignKeys, Places places) {
        this.tables = tables;
        this.names = names;
        this.foreignKeys = foreignKeys;
        this.places = places;
    }

    @Override
    public void staging(Connection connection, List<Finding> findings) throws SQLException {
        var facts = new Facts(connection, "staging", places.staging());
        findings.add(ServerVersion.examine(facts));
        if (!ServerVersion.isSupported(facts)) {
            return;
        }
        findings.addAll(new StagingServer(facts, names).examine());
        Catalogue selected = CatalogueReader.read(connection, tables);
        List<StagingTable> staged = StagingTable.read(facts, tables);
        findings.addAll(new StagingTables(facts, tables).examine(selected, staged));
        findings.addAll(new PublicationExamination(facts, names).examine(staged));
        seen = Optional.of(new StagingView(selected, StructureReader.read(facts, selected)));
    }

    @Override
    public void production(Connection connection, List<Finding> findings) throws SQLException {
        var facts = new Facts(connection, "production", places.production());
        findings.add(ServerVersion.examine(facts));
        if (!ServerVersion.isSupported(facts)) {
            return;
        }
        findings.addAll(new ProductionServer(facts).examine());
        if (foreignKeys == ForeignKeyCheck.PUBLISHER) {
            findings.addAll(
                    new ParentChecks(facts).examine(CatalogueReader.read(connection, tables)));
        }
        if (seen.isPresent()) {
            StagingView view = seen.get();
            Catalogue mirrored =
                    CatalogueReader.read(connection, id -> view.selected().table(id).isPresent());
            var structure = StructureReader.read(facts, mirrored);
            findings.addAll(
                    new TableComparison(view, mirrored, structure, places.production()).examine());
            findings.addAll(new ProductionTables(facts).examine(mirrored));
        }
    }
}
