package io.stageline.operator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.capture.SlotNames;
import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;
import io.stageline.publisher.PublisherConfig.ForeignKeyCheck;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/// Staging and production of one test, as the doctor sees them.
///
/// @param stagingUser who Stageline is in staging
/// @param productionUser who Stageline is in production
record Ward(
        DatabaseConfig stagingUser,
        DatabaseConfig productionUser,
        TableSelection tables,
        SlotNames names,
        ForeignKeyCheck foreignKeys) {
    /// Opens a session of somebody who may do everything.
    interface Sessions {
        Connection open() throws SQLException;
    }

    static Ward of(TestDatabase staging, TestDatabase production) {
        return new Ward(
                user(staging.url(), staging.user(), staging.password()),
                user(production.url(), production.user(), production.password()),
                new TableSelection(List.of("public.*"), List.of()),
                new SlotNames("stageline_" + staging.name(), "stageline_" + staging.name()),
                ForeignKeyCheck.PRODUCTION);
    }

    static Ward of(MySqlDatabase staging, MySqlDatabase production) {
        return new Ward(
                user(staging.url(), staging.user(), staging.password()),
                user(production.url(), production.user(), production.password()),
                new TableSelection(List.of(staging.name() + ".*"), List.of()),
                new SlotNames("none", "none"),
                ForeignKeyCheck.PRODUCTION);
    }

    Ward withStagingAs(String role) {
        return withStaging(user(stagingUser.url(), role, "secret"));
    }

    Ward withStaging(DatabaseConfig user) {
        return new Ward(user, productionUser, tables, names, foreignKeys);
    }

    Ward withProductionAs(String role) {
        return new Ward(
                stagingUser,
                user(productionUser.url(), role, "secret"),
                tables,
                names,
                foreignKeys);
    }

    Ward excluding(String table) {
        return new Ward(
                stagingUser,
                productionUser,
                new TableSelection(tables.include(), List.of(table)),
                names,
                foreignKeys);
    }

    Ward withForeignKeysCheckedByThePublisher() {
        return new Ward(stagingUser, productionUser, tables, names, ForeignKeyCheck.PUBLISHER);
    }

    Diagnosis examine() {
        return new Doctor(stagingUser, productionUser, tables, Optional.empty(), names, foreignKeys)
                .examine();
    }

    /// The finding of this kind, which must be there.
    Finding finding(String id) {
        List<Finding> all = examine().findings();
        return all.stream()
                .filter(finding -> finding.id().equals(id))
                .filter(finding -> finding.severity() != Severity.OK)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No finding " + id + " among " + all));
    }

    /// Runs the finding's own cure and looks again.
    void cure(Finding finding, Sessions where) throws SQLException {
        run(finding, where);
        assertThat(examine().findings())
                .filteredOn(it -> it.id().equals(finding.id()))
                .filteredOn(it -> it.severity() != Severity.OK)
                .isEmpty();
    }

    static void run(Finding finding, Sessions where) throws SQLException {
        try (Connection connection = where.open();
                Statement statement = connection.createStatement()) {
            for (String sql : finding.cure().orElseThrow().split(";\n", -1)) {
                statement.execute(sql);
            }
        }
    }

    private static DatabaseConfig user(String url, String role, String password) {
        return new DatabaseConfig(url, role, new Secret(password));
    }
}
