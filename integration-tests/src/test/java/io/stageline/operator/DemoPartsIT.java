package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.configuration.ConfigurationFile;
import io.stageline.database.Database;
import io.stageline.operator.demo.Comparison;
import io.stageline.operator.demo.DemoServers;
import io.stageline.operator.demo.Edit;
import io.stageline.operator.demo.Editor;
import io.stageline.testing.Servers;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The demo's editor and comparison against real servers, without a pipeline between them.
class DemoPartsIT {
    private static DemoServers servers;
    private static StagelineConfig config;

    @BeforeAll
    static void start() throws InterruptedException {
        servers = DemoServers.start(Servers.freshFolder("demo"));
        config = ConfigurationFile.parse(servers.configuration(), StagelineConfig.class, Map.of());
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void theEditorsTransactionsAreCommittedAndSeenByTheComparison() throws SQLException {
        int rows = 0;
        try (Editor editor = Editor.open(staging(), 7)) {
            for (int i = 0; i < 500; i++) {
                Edit edit = i % 50 == 49 ? editor.changeAllPrices() : editor.next();
                assertThat(edit.rows()).as(edit.what()).isPositive();
                rows += edit.rows();
            }
        }

        Comparison comparison = Comparison.of(staging(), production(), config.tables());

        assertThat(rows).isGreaterThan(5_000);
        assertThat(comparison.tables()).isEqualTo(3);
        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.differences()).allMatch(it -> it.contains("only in staging"));
    }

    @Test
    void theComparisonOfAServerWithItselfIsEqual() throws SQLException {
        assertThat(Comparison.of(staging(), staging(), config.tables()).equal()).isTrue();
    }

    private static Database staging() {
        return new Database("test", config.staging());
    }

    private static Database production() {
        return new Database("test", config.production());
    }
}
