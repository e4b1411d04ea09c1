package io.stageline.operator.doctor;

import io.stageline.capture.SlotNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Examines staging's server: can its log be read, and by us?
final class StagingServer {
    private static final long SMALL_KEEP_BYTES = 1L << 30;

    private static final String SETTINGS =
            """
            SELECT pg_is_in_recovery() AS standby, current_setting('wal_level') AS wal_level,
                   current_setting('max_replication_slots')::int - (SELECT count(*) FROM pg_replication_slots) AS free_slots,
                   current_setting('max_replication_slots')::int AS slots,
                   current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_stat_replication) AS free_senders,
                   current_setting('max_wal_senders')::int AS senders,
                   CASE WHEN current_setting('max_slot_wal_keep_size') = '-1' THEN -1
                        ELSE pg_size_bytes(current_setting('max_slot_wal_keep_size')) END AS keep_bytes,
                   coalesce((SELECT setting::bigint FROM pg_settings WHERE name = 'idle_replication_slot_timeout'), 0)
                        AS idle_timeout,
                   (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user)
                       OR coalesce((SELECT pg_has_role(oid, 'member') FROM pg_roles WHERE rolname = 'rds_replication'), false)
                       AS may_replicate,
                   EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?) AS has_slot
            """;

    private static final String SLOT =
            """
            SELECT plugin, database, wal_status, to_jsonb(s) ->> 'invalidation_reason', active_pid, current_database()
            FROM pg_replication_slots s WHERE slot_name = ?
            """;

    private final Facts facts;
    private final SlotNames names;

    private record Settings(
            boolean standby,
            String walLevel,
            Room slots,
            Room senders,
            long keepBytes,
            boolean idleTimeout,
            boolean mayReplicate,
            boolean hasSlot) {}

    /// How many there may be, and how many of them are free.
    private record Room(int size, int free) {}

    StagingServer(Facts facts, SlotNames names) {
        this.facts = facts;
        this.names = names;
    }

    List<Finding> examine() throws SQLException {
        Settings settings = facts.one(SETTINGS, StagingServer::settings, names.slot());
        List<Finding> findings = new ArrayList<>();
        if (settings.standby) {
            findings.add(
                    Finding.error(
                            facts.id("standby"),
                            "staging",
                            "The server is a standby: capture writes ticks and makes its slot on the primary. Point"
                                    + " staging.url at the primary."));
        }
        findings.add(walLevel(settings));
        findings.addAll(room(settings));
        findings.add(replication(settings));
        findings.add(keepSize(settings));
        if (settings.idleTimeout) {
            findings.add(
                    Finding.warning(
                                    facts.id("idle-slot-timeout"),
                                    "staging",
                                    "idle_replication_slot_timeout invalidates the slot of a capture that is stopped for"
                                            + " longer: what staging committed meanwhile would be lost to the change log.")
                            .curedBy(set("idle_replication_slot_timeout", "0", true)));
        }
        findings.add(slot());
        return findings;
    }

    private Finding walLevel(Settings settings) {
        return settings.walLevel.equals("logical")
                ? Finding.ok(facts.id("wal-level"), "staging", "wal_level is logical.")
                : Finding.error(
                                facts.id("wal-level"),
                                "staging",
                                "wal_level is %s, and changes can be read with logical only. Needs a restart of the server."
                                        .formatted(settings.walLevel))
                        .curedBy(set("wal_level", "logical", false));
    }

    private List<Finding> room(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        if (!settings.hasSlot && settings.slots.free < 1) {
            findings.add(full("replication-slots", "max_replication_slots", settings.slots));
        }
        if (settings.senders.free < 1) {
            findings.add(full("wal-senders", "max_wal_senders", settings.senders));
        }
        return findings;
    }

    private Finding full(String kind, String setting, Room room) {
        return Finding.error(
                        facts.id(kind),
                        "staging",
                        "All %d of %s are in use; capture needs one. Needs a restart of the server."
                                .formatted(room.size, setting))
                .curedBy(set(setting, Integer.toString(room.size + 5), false));
    }

    private Finding replication(Settings settings) throws SQLException {
        String role = facts.role();
        return settings.mayReplicate
                ? Finding.ok(
                        facts.id("replication"), "staging", "Role " + role + " may read the log.")
                : Finding.error(
                                facts.id("replication"),
                                "staging",
                                "Role %s may not read the log: it lacks REPLICATION (on Amazon RDS: membership in"
                                                .formatted(role)
                                        + " rds_replication).")
                        .curedBy("ALTER ROLE " + role + " REPLICATION");
    }

    private Finding keepSize(Settings settings) {
        String id = facts.id("slot-keep-size");
        if (settings.keepBytes < 0) {
            return Finding.warning(
                            id,
                            "staging",
                            "max_slot_wal_keep_size is unlimited: while capture is stopped its slot keeps staging's log,"
                                    + " until the disk is full and staging stops. A limit protects staging; beyond it the"
                                    + " slot is lost and production needs a compare or a copy.")
                    .curedBy(set("max_slot_wal_keep_size", "64GB", true));
        } else if (settings.keepBytes < SMALL_KEEP_BYTES) {
            return Finding.warning(
                            id,
                            "staging",
                            "max_slot_wal_keep_size is only %d MB: a short stop of capture can lose the slot, and with it"
                                            .formatted(settings.keepBytes >> 20)
                                    + " what staging committed meanwhile.")
                    .curedBy(set("max_slot_wal_keep_size", "64GB", true));
        }
        return Finding.ok(
                id,
                "staging",
                "The slot may keep up to %d MB of log.".formatted(settings.keepBytes >> 20));
    }

    private Finding slot() throws SQLException {
        String subject = "slot " + names.slot();
        List<Finding> found = facts.rows(SLOT, row -> slot(subject, row), names.slot());
        return found.isEmpty()
                ? Finding.ok(facts.id("slot"), subject, "The slot is not there yet; run makes it.")
                : found.getFirst();
    }

    private Finding slot(String subject, ResultSet row) throws SQLException {
        String plugin = String.valueOf(row.getString(1));
        String database = String.valueOf(row.getString(2));
        String reason = row.getString(4);
        String id = facts.id("slot");
        if (!plugin.equals("pgoutput")) {
            return Finding.error(
                    id,
                    subject,
                    "The slot uses plugin %s; Stageline reads pgoutput. Name another slot in capture.debezium.slot.name."
                            .formatted(plugin));
        } else if (!database.equals(row.getString(6))) {
            return Finding.error(
                    id,
                    subject,
                    "The slot belongs to database %s. Name another slot in capture.debezium.slot.name."
                            .formatted(database));
        } else if ("lost".equals(row.getString(3)) || reason != null) {
            return Finding.error(
                            id,
                            subject,
                            "Staging invalidated the slot (%s): the log it needs is gone, and with it the changes since. Drop"
                                            .formatted(reason == null ? "wal_removed" : reason)
                                    + " it, bring production up to date with a compare or a copy, and start with a new"
                                    + " pipeline name.")
                    .curedBy("SELECT pg_drop_replication_slot('" + names.slot() + "')");
        }
        int user = row.getInt(5);
        return row.wasNull()
                ? Finding.ok(id, subject, "The slot is there and free.")
                : Finding.info(
                        id,
                        subject,
                        "The slot is in use by process %d of staging: a capture is running."
                                .formatted(user));
    }

    private static String set(String setting, String value, boolean reload) {
        return "ALTER SYSTEM SET %s = '%s'%s"
                .formatted(setting, value, reload ? ";\nSELECT pg_reload_conf();" : "");
    }

    private static Settings settings(ResultSet row) throws SQLException {
        return new Settings(
                row.getBoolean("standby"),
                row.getString("wal_level"),
                new Room(row.getInt("slots"), row.getInt("free_slots")),
                new Room(row.getInt("senders"), row.getInt("free_senders")),
                row.getLong("keep_bytes"),
                row.getLong("idle_timeout") > 0,
                row.getBoolean("may_replicate"),
                row.getBoolean("has_slot"));
    }
}
