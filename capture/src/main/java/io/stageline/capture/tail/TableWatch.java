package io.stageline.capture.tail;

import io.stageline.capture.CaptureSettings;
import io.stageline.changelog.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets tables that are made in staging while capture runs join the PostgreSQL publication. Staging's log tells of such a table
/// only what is committed behind the joining. Called from the [Ticker]'s thread.
final class TableWatch {
    private static final Logger log = LoggerFactory.getLogger(TableWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final CaptureSettings settings;
    private final String publications;
    private final Consumer<String> startAnew;
    private final Set<TableId> refused = new HashSet<>();
    private long lastLook = System.nanoTime();

    /// @param publications what pgoutput was asked for
    /// @param startAnew called with the reason when it has to be asked for something else
    TableWatch(CaptureSettings settings, String publications, Consumer<String> startAnew) {
        this.settings = settings;
        this.publications = publications;
        this.startAnew = startAnew;
    }

    void look(Connection connection) {
        long now = System.nanoTime();
        if (now - lastLook < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        lastLook = now;
        try {
            List<StagingTable> readable = readable(connection);
            String needed = new Publications(connection, settings.names()).complete(readable);
            if (!needed.equals(publications)) {
                startAnew.accept("A table joined that needs another PostgreSQL publication");
            }
        } catch (SQLException e) {
            log.atWarn().setCause(e).log("The PostgreSQL publication could not be completed");
        }
    }

    private List<StagingTable> readable(Connection connection) throws SQLException {
        List<StagingTable> readable = new ArrayList<>();
        for (StagingTable table : StagingTable.read(connection, settings.tables())) {
            switch (table.form()) {
                case WHOLE, INSERTS_ONLY -> readable.add(table);
                case UNREADABLE, OTHER_KEY -> {
                    if (refused.add(table.id())) {
                        log.atWarn()
                                .addKeyValue("table", table.id())
                                .log(
                                        "A table that was made or changed cannot be captured; the next start will be refused, and doctor says why");
                    }
                }
            }
        }
        return readable;
    }
}
