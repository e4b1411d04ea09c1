package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL staging whose log is told by its own decoder.
final class PostgresStaging implements TestPipeline.StagingLog {
    private static final String SLOT_OF = "pipeline_";

    private final TestDatabase staging = Servers.postgres(Role.STAGING).createDatabase();
    private final String slot = SLOT_OF + staging.name();

    PostgresStaging() {
        staging.query("SELECT pg_create_logical_replication_slot('" + slot + "', 'test_decoding')");
    }

    @Override
    public TestDatabase staging() {
        return staging;
    }

    @Override
    public void commit(String sql) {
        staging.execute(sql);
    }

    /// DDL alone has no events.
    @Override
    public List<List<ChangeEvent>> next() {
        List<List<ChangeEvent>> transactions = new ArrayList<>();
        List<ChangeEvent> open = new ArrayList<>();
        for (List<@Nullable String> row :
                staging.query(
                        "SELECT data FROM pg_logical_slot_get_changes('"
                                + slot
                                + "', NULL, NULL)")) {
            String line = String.valueOf(row.getFirst());
            if (line.startsWith("COMMIT")) {
                if (!open.isEmpty()) {
                    transactions.add(List.copyOf(open));
                }
                open.clear();
            } else if (!line.startsWith("BEGIN")) {
                open.addAll(DecodedLine.events(line));
            }
        }
        return transactions;
    }

    @Override
    public void close() {
        staging.close();
    }
}
