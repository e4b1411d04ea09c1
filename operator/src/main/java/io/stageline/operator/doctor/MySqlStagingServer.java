package io.stageline.operator.doctor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Examines staging's server: does it log whole rows, long enough, and may we read them?
final class MySqlStagingServer {
    private static final long SHORT_KEEP_SECONDS = Duration.ofDays(1).toSeconds();
    private static final String RECONNECT =
            " Sessions that are open keep what they had: reconnect them.";

    private final Facts facts;
    private final MySqlGrants grants;

    MySqlStagingServer(Facts facts, MySqlGrants grants) {
        this.facts = facts;
        this.grants = grants;
    }

    List<Finding> examine(MySqlSettings settings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        findings.add(binlog(settings));
        Stream.of(format(settings), metadata(settings), valueOptions(settings), image(settings))
                .flatMap(Optional::stream)
                .forEach(findings::add);
        if (settings.number("server_id") == 0) {
            findings.add(
                    error("server-id", "server_id is 0: the server lets nobody read its binlog.")
                            .curedBy(persist("server_id", "1")));
        }
        findings.add(replication());
        findings.add(keep(settings));
        findings.add(gtids(settings));
        return findings;
    }

    private Finding binlog(MySqlSettings settings) {
        return settings.on("log_bin")
                ? Finding.ok(facts.id("binlog"), "staging", "The server writes a binlog.")
                : error(
                                "binlog",
                                "The server writes no binlog, and changes are read from it. Set it in the server's settings; needs a restart.")
                        .curedBy("[mysqld]\nlog_bin = binlog");
    }

    private Optional<Finding> format(MySqlSettings settings) {
        String format = settings.of("binlog_format");
        return format.equals("ROW")
                ? Optional.empty()
                : Optional.of(
                        error(
                                        "binlog-format",
                                        "binlog_format is %s: statements are logged instead of the rows they changed."
                                                        .formatted(format)
                                                + RECONNECT)
                                .curedBy(persist("binlog_format", "'ROW'")));
    }

    private Optional<Finding> metadata(MySqlSettings settings) {
        String metadata = settings.of("binlog_row_metadata");
        return metadata.equals("FULL")
                ? Optional.empty()
                : Optional.of(
                        error(
                                        "binlog-row-metadata",
                                        "binlog_row_metadata is %s: rows are logged without their columns' names. Rows that were logged so cannot be captured later."
                                                .formatted(metadata))
                                .curedBy(persist("binlog_row_metadata", "'FULL'")));
    }

    private Optional<Finding> valueOptions(MySqlSettings settings) {
        return settings.of("binlog_row_value_options").isEmpty()
                ? Optional.empty()
                : Optional.of(
                        error(
                                        "binlog-row-value-options",
                                        "binlog_row_value_options has PARTIAL_JSON: of a JSON value only what changed is logged."
                                                + RECONNECT)
                                .curedBy(persist("binlog_row_value_options", "''")));
    }

    private Optional<Finding> image(MySqlSettings settings) {
        String image = settings.of("binlog_row_image");
        return image.equals("FULL")
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                        facts.id("before-images"),
                                        "staging",
                                        "binlog_row_image is %s: of old rows only the key is logged. That somebody else changed such a row in production is not seen: an update writes over it and a delete takes it (update_origin_differs and delete_origin_differs are not detected). A row that is missing, taken or refused is seen all the same. Whole old rows cost more binlog."
                                                        .formatted(image)
                                                + RECONNECT)
                                .curedBy(persist("binlog_row_image", "'FULL'")));
    }

    private Finding replication() throws SQLException {
        String role = facts.role();
        List<String> missing =
                Stream.of("REPLICATION SLAVE", "REPLICATION CLIENT")
                        .filter(privilege -> !grants.everywhere(privilege))
                        .toList();
        return missing.isEmpty()
                ? Finding.ok(
                        facts.id("replication"),
                        "staging",
                        "Account " + role + " may read the binlog.")
                : error(
                                "replication",
                                "Account %s may not read the binlog: it lacks %s."
                                        .formatted(role, String.join(" and ", missing)))
                        .curedBy(
                                "GRANT %s ON *.* TO %s"
                                        .formatted(String.join(", ", missing), role));
    }

    /// Nothing else keeps the binlog for a capture that stands still.
    private Finding keep(MySqlSettings settings) {
        String id = facts.id("binlog-keep");
        long seconds = settings.number("binlog_expire_logs_seconds");
        if (seconds == 0 || settings.of("binlog_expire_logs_auto_purge").equals("OFF")) {
            return Finding.info(
                    id,
                    "staging",
                    "The server keeps its binlog until somebody purges it: watch the disk, and purge only what capture has read.");
        } else if (seconds < SHORT_KEEP_SECONDS) {
            return Finding.warning(
                            id,
                            "staging",
                            "The server keeps its binlog for %d minutes only: if capture stands still for longer (with the embedded broker, or publishing does), what was committed is lost to the change log, and production needs a compare or a copy."
                                    .formatted(seconds / 60))
                    .curedBy(persist("binlog_expire_logs_seconds", "2592000"));
        }
        return Finding.ok(
                id,
                "staging",
                "The server keeps its binlog for %d days: capture may stand still so long."
                        .formatted(seconds / Duration.ofDays(1).toSeconds()));
    }

    private Finding gtids(MySqlSettings settings) {
        String mode = settings.of("gtid_mode");
        return mode.equals("ON")
                ? Finding.ok(
                        facts.id("gtid"),
                        "staging",
                        "GTIDs are on: a server that was set back is noticed.")
                : Finding.info(
                                facts.id("gtid"),
                                "staging",
                                "gtid_mode is %s. Places are told by file and offset; a server that was reset and has written as much again is not noticed."
                                        .formatted(mode))
                        .curedBy(
                                Stream.of(
                                                persist("enforce_gtid_consistency", "ON"),
                                                persist("gtid_mode", "OFF_PERMISSIVE"),
                                                persist("gtid_mode", "ON_PERMISSIVE"),
                                                persist("gtid_mode", "ON"))
                                        .reduce((one, other) -> one + ";\n" + other)
                                        .orElseThrow());
    }

    private Finding error(String kind, String sentence) {
        return Finding.error(facts.id(kind), "staging", sentence);
    }

    private static String persist(String setting, String value) {
        return "SET PERSIST " + setting + " = " + value;
    }
}
