package io.stageline.operator.doctor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Examines production's server: can it be written, and may we keep our state there?
final class ProductionServer {
    private static final String SCHEMA = "stageline";

    private static final String SETTINGS =
            """
            SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only')::boolean,
                   pg_encoding_to_char(encoding)
            FROM pg_database WHERE datname = current_database()
            """;

    /// What our role may do with the schema of our state: whether it is there, and the tables in it that it may not use.
    private static final String STATE =
            """
            SELECT has_database_privilege(current_database(), 'CREATE'), n.oid IS NOT NULL,
                   coalesce(has_schema_privilege(n.oid, 'USAGE') AND has_schema_privilege(n.oid, 'CREATE'), false),
                   EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'r'
                             AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                                  AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE')))
            FROM (SELECT) one LEFT JOIN pg_namespace n ON n.nspname = 'stageline'
            """;

    private final Facts facts;

    ProductionServer(Facts facts) {
        this.facts = facts;
    }

    List<Finding> examine() throws SQLException {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(facts.one(SETTINGS, this::settings));
        state().ifPresent(findings::add);
        return findings;
    }

    private List<Finding> settings(ResultSet row) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        if (row.getBoolean(1)) {
            findings.add(
                    Finding.error(
                            facts.id("standby"),
                            "production",
                            "The server is a standby and takes no writes. Point production.url at the primary."));
        } else if (row.getBoolean(2)) {
            findings.add(
                    Finding.error(
                                    facts.id("read-only"),
                                    "production",
                                    "default_transaction_read_only is on: production takes no writes of ours.")
                            .curedBy(
                                    "ALTER ROLE %s IN DATABASE %s SET default_transaction_read_only = off"
                                            .formatted(facts.role(), facts.database())));
        }
        String encoding = row.getString(3);
        if (!encoding.equals("UTF8")) {
            findings.add(
                    Finding.warning(
                            facts.id("encoding"),
                            "production",
                            "The database's encoding is %s: text with characters it lacks will be refused (value_rejected)."
                                    .formatted(encoding)));
        }
        return findings;
    }

    private Optional<Finding> state() throws SQLException {
        return facts.one(STATE, row -> state(row.getBoolean(1), row.getBoolean(2), row));
    }

    private Optional<Finding> state(boolean mayCreate, boolean there, ResultSet row)
            throws SQLException {
        String id = facts.id("state-schema");
        if (!there) {
            return Optional.of(
                    mayCreate
                            ? Finding.ok(
                                    id, "production", "Run creates schema stageline for its state.")
                            : Finding.error(
                                            id,
                                            "production",
                                            "Role %s may not create schema stageline, where the checkpoint is kept."
                                                    .formatted(facts.role()))
                                    .curedBy(
                                            "GRANT CREATE ON DATABASE %s TO %s"
                                                    .formatted(facts.database(), facts.role())));
        } else if (!row.getBoolean(3) || row.getBoolean(4)) {
            return Optional.of(
                    Finding.error(
                                    id,
                                    "production",
                                    "Role %s may not use schema stageline, where the checkpoint is kept."
                                            .formatted(facts.role()))
                            .curedBy(
                                    """
                                    GRANT USAGE, CREATE ON SCHEMA %1$s TO %2$s;
                                    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %1$s TO %2$s\
                                    """
                                            .formatted(SCHEMA, facts.role())));
        }
        return Optional.of(
                Finding.ok(id, "production", "Schema stageline is there and ours to use."));
    }
}
