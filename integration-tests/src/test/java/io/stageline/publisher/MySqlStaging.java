package io.stageline.publisher;

import io.stageline.capture.MySqlLog;
import io.stageline.changelog.ChangeEvent;
import io.stageline.testing.RealDatabase;
import java.util.List;

/// A MySQL staging whose binlog is told by capture.
final class MySqlStaging implements TestPipeline.StagingLog {
    private final MySqlLog log = new MySqlLog();

    @Override
    public RealDatabase staging() {
        return log.staging();
    }

    @Override
    public void commit(String sql) {
        log.staging().execute("BEGIN; " + sql + "; COMMIT");
    }

    @Override
    public List<List<ChangeEvent>> next() {
        return log.next();
    }

    @Override
    public void close() {
        log.close();
    }
}
