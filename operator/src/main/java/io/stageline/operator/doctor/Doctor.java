package io.stageline.operator.doctor;

import io.stageline.capture.SlotNames;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The door: examines staging, production and the change log of a pipeline. Changes nothing; each call looks again.
public final class Doctor {
    private final Database staging;
    private final Database production;
    private final TableSelection tables;
    private final Optional<ChangeLogTopic> topic;
    private final SlotNames names;

    /// What is needed of staging to compare production with it.
    ///
    /// @param selected its selected tables
    record StagingView(Catalogue selected, StructureReader.Structure structure) {}

    /// @param topic absent when the change log's broker starts with `run`, so that there is nothing to examine yet
    /// @param names the slot and the PostgreSQL publication
    public Doctor(
            DatabaseConfig staging,
            DatabaseConfig production,
            TableSelection tables,
            Optional<ChangeLogTopic> topic,
            SlotNames names) {
        this.staging = new Database("stageline doctor", staging);
        this.production = new Database("stageline doctor", production);
        this.tables = tables;
        this.topic = topic;
        this.names = names;
    }

    /// Examines everything that can be reached.
    public Diagnosis examine() {
        List<Finding> findings = new ArrayList<>();
        Optional<StagingView> view = Optional.empty();
        boolean reached = true;
        try (Connection connection = staging.open()) {
            view = examineStaging(connection, findings);
        } catch (SQLException e) {
            reached = false;
            findings.add(unreachable("staging", staging, e));
        }
        try (Connection connection = production.open()) {
            examineProduction(connection, view, findings);
        } catch (SQLException e) {
            reached = false;
            findings.add(unreachable("production", production, e));
        }
        try {
            topic.ifPresent(it -> findings.addAll(examineChangeLog(it)));
        } catch (ChangeLogException e) {
            reached = false;
            findings.add(
                    Finding.error("change-log.unreachable", "change log", e.getMessage() + "."));
        }
        findings.sort(
                Comparator.comparing(
                        Finding::severity)); // stable: within one severity in order of examination
        return new Diagnosis(findings, !reached);
    }

    private Optional<StagingView> examineStaging(Connection connection, List<Finding> findings)
            throws SQLException {
        var facts = new Facts(connection, "staging", staging.describe());
        findings.addAll(ServerExamination.version(facts));
        if (facts.tooOld()) {
            return Optional.empty();
        }
        findings.addAll(new StagingServer(facts, names).examine());
        Catalogue selected = CatalogueReader.read(connection, tables);
        List<StagingTable> staged = StagingTable.read(facts, tables);
        findings.addAll(new StagingTables(facts, tables).examine(selected, staged));
        findings.addAll(new PublicationExamination(facts, names).examine(staged));
        return Optional.of(new StagingView(selected, StructureReader.read(facts, selected)));
    }

    private void examineProduction(
            Connection connection, Optional<StagingView> view, List<Finding> findings)
            throws SQLException {
        var facts = new Facts(connection, "production", production.describe());
        findings.addAll(ServerExamination.version(facts));
        if (facts.tooOld()) {
            return;
        }
        findings.addAll(new ProductionServer(facts).examine());
        if (view.isPresent()) {
            StagingView seen = view.get();
            Catalogue mirrored =
                    CatalogueReader.read(connection, id -> seen.selected().table(id).isPresent());
            var structure = StructureReader.read(facts, mirrored);
            findings.addAll(
                    new TableComparison(seen, mirrored, structure, production.describe())
                            .examine());
            findings.addAll(new ProductionTables(facts).examine(mirrored));
        }
    }

    private static List<Finding> examineChangeLog(ChangeLogTopic topic) {
        String subject = "topic " + topic.name();
        if (!topic.exists()) {
            return List.of(
                    Finding.ok(
                            "change-log.topic", subject, "Kafka answers; run creates the topic."));
        }
        List<String> wrong = topic.inspect();
        return wrong.isEmpty()
                ? List.of(
                        Finding.ok(
                                "change-log.topic",
                                subject,
                                "The topic has the settings it needs."))
                : wrong.stream().map(it -> changeLogFinding(subject, it)).toList();
    }

    private static Finding changeLogFinding(String subject, String sentence) {
        int statement = sentence.indexOf(": ");
        Finding finding = Finding.error("change-log.topic", subject, sentence);
        return statement < 0 ? finding : finding.curedBy(sentence.substring(statement + 2));
    }

    private static Finding unreachable(String server, Database database, SQLException e) {
        return Finding.error(
                server + ".unreachable",
                server + " " + database.describe(),
                "It cannot be examined. Check %s.url, user and password, and that the server runs. The server or driver says (SQLSTATE %s): %s"
                        .formatted(server, e.getSQLState(), e.getMessage()));
    }
}
