package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.configuration.ConfigurationFile;
import io.stageline.database.Database;
import io.stageline.operator.demo.Comparison;
import io.stageline.operator.demo.DemoKind;
import io.stageline.operator.demo.DemoServers;
import io.stageline.operator.demo.Edit;
import io.stageline.operator.demo.Editor;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The demo's editor and comparison against real servers, without a pipeline between them.
class DemoPartsIT {
    static Stream<Supplier<DemoKind>> kinds() {
        return Stream.of(
                DemoKind::postgres,
                () -> DemoKind.mySql(List.of(), Optional.of(MySqlServers.program().path())),
                () ->
                        DemoKind.mySql(
                                List.of(given(Role.STAGING), given(Role.PRODUCTION)),
                                Optional.empty()));
    }

    private static String given(Role role) {
        MySqlServer server = Servers.mysql(role);
        return "jdbc:mysql://%s:%d/?user=%s&password=%s"
                .formatted(server.host(), server.port(), server.user(), server.password());
    }

    /// The servers may be somebody's, and stay.
    @AfterAll
    static void drop() {
        for (Role role : Role.values()) {
            new MySqlDatabase(Servers.mysql(role), "shop").close();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theEditorsTransactionsAreCommittedAndSeenByTheComparison(Supplier<DemoKind> kind)
            throws SQLException, InterruptedException {
        try (DemoServers servers = DemoServers.start(kind.get(), Servers.freshFolder("demo"))) {
            StagelineConfig config =
                    ConfigurationFile.parse(
                            servers.configuration(), StagelineConfig.class, Map.of());
            editedAndCompared(config);
        }
    }

    private static void editedAndCompared(StagelineConfig config) throws SQLException {
        var staging = new Database("test", config.staging());
        var production = new Database("test", config.production());
        assertThat(Comparison.of(staging, production, config.tables()).equal()).isTrue();
        int rows = 0;
        try (Editor editor = Editor.open(staging, 7)) {
            for (int i = 0; i < 500; i++) {
                Edit edit = i % 50 == 49 ? editor.changeAllPrices() : editor.next();
                assertThat(edit.rows()).as(edit.what()).isPositive();
                rows += edit.rows();
            }
        }

        Comparison comparison = Comparison.of(staging, production, config.tables());

        assertThat(rows).isGreaterThan(5_000);
        assertThat(comparison.tables()).isEqualTo(3);
        assertThat(comparison.equal()).isFalse();
        assertThat(comparison.differences()).allMatch(it -> it.contains("only in staging"));
        assertThat(Comparison.of(staging, staging, config.tables()).equal()).isTrue();
    }
}
