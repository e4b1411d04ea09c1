package io.stageline.operator.doctor;

import java.sql.SQLException;
import java.util.List;

/// What is asked of any server.
final class ServerExamination {
    private ServerExamination() {}

    static List<Finding> version(Facts facts) throws SQLException {
        String version =
                facts.one("SELECT current_setting('server_version')", row -> row.getString(1));
        String subject = facts.server() + " " + facts.place();
        return List.of(
                facts.tooOld()
                        ? Finding.error(
                                facts.id("version"),
                                subject,
                                "PostgreSQL %s is too old: %d or newer is needed."
                                        .formatted(version, Facts.OLDEST_VERSION))
                        : Finding.ok(
                                facts.id("version"),
                                subject,
                                "PostgreSQL " + version + " answers."));
    }
}
