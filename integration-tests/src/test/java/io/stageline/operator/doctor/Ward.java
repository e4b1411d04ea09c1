package io.stageline.operator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.capture.SlotNames;
import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;
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
        TestDatabase staging,
        TestDatabase production,
        DatabaseConfig stagingUser,
        DatabaseConfig productionUser,
        SlotNames names) {
    static Ward of(TestDatabase staging, TestDatabase production) {
        return new Ward(
                staging,
                production,
                superuser(staging),
                superuser(production),
                new SlotNames("stageline_" + staging.name(), "stageline_" + staging.name()));
    }

    Ward withStagingAs(String role) {
        return new Ward(staging, production, user(staging, role), productionUser, names);
    }

    Ward withProductionAs(String role) {
        return new Ward(staging, production, stagingUser, user(production, role), names);
    }

    Diagnosis examine() {
        return new Doctor(
                        stagingUser,
                        productionUser,
                        new TableSelection(List.of("public.*"), List.of()),
                        Optional.empty(),
                        names)
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
    void cure(Finding finding, TestDatabase where) throws SQLException {
        run(finding, where);
        assertThat(examine().findings())
                .filteredOn(it -> it.id().equals(finding.id()))
                .filteredOn(it -> it.severity() != Severity.OK)
                .isEmpty();
    }

    static void run(Finding finding, TestDatabase where) throws SQLException {
        try (Connection connection = where.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : finding.cure().orElseThrow().split(";\n", -1)) {
                statement.execute(sql);
            }
        }
    }

    private static DatabaseConfig user(TestDatabase database, String role) {
        return new DatabaseConfig(database.url(), role, new Secret("secret"));
    }

    private static DatabaseConfig superuser(TestDatabase database) {
        return new DatabaseConfig(database.url(), database.user(), new Secret(database.password()));
    }
}
