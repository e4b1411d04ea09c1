package io.stageline.operator.doctor;

import io.stageline.capture.SlotNames;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.Dialect;
import io.stageline.database.TableSelection;
import io.stageline.publisher.PublisherConfig.ForeignKeyCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The door: examines staging, production and the change log of a pipeline. Changes nothing; each call looks again.
public final class Doctor {
    private final Database staging;
    private final Database production;
    private final Optional<ChangeLogTopic> topic;
    private final Supplier<Examiner> examiners;

    /// @param topic absent when the change log's broker starts with `run`, so that there is nothing to examine yet
    /// @param names the slot and the PostgreSQL publication
    /// @param foreignKeys who is to look whether the parents of inserted rows are there
    public Doctor(
            DatabaseConfig staging,
            DatabaseConfig production,
            TableSelection tables,
            Optional<ChangeLogTopic> topic,
            SlotNames names,
            ForeignKeyCheck foreignKeys) {
        this.staging = new Database("stageline doctor", staging);
        this.production = new Database("stageline doctor", production);
        this.topic = topic;
        var places = new Places(this.staging.describe(), this.production.describe());
        this.examiners =
                Dialect.of(staging.url())
                        .choose(
                                () -> new PostgresExaminer(tables, names, foreignKeys, places),
                                () -> new MySqlExaminer(tables, places));
    }

    /// Examines everything that can be reached.
    public Diagnosis examine() {
        List<Finding> findings = new ArrayList<>();
        Examiner examiner = examiners.get();
        boolean reached = true;
        try (Connection connection = staging.open()) {
            examiner.staging(connection, findings);
        } catch (SQLException e) {
            reached = false;
            findings.add(unreachable("staging", staging, e));
        }
        try (Connection connection = production.open()) {
            examiner.production(connection, findings);
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
