package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every [Scenario]; one of them with `-Dstageline.scenario=NAME` (or the beginning of a name).
class ScenariosIT {

    @TestFactory
    Stream<DynamicTest> scenarios() {
        return scenarios(ServerKind.POSTGRES);
    }

    @TestFactory
    Stream<DynamicTest> scenariosOfMySql() {
        return scenarios(ServerKind.MYSQL);
    }

    private static Stream<DynamicTest> scenarios(ServerKind kind) {
        String wanted = System.getProperty("stageline.scenario", "");
        return Scenario.all(kind)
                .filter(scenario -> scenario.name().matches(wanted + ".*"))
                .map(scenario ->
                        DynamicTest.dynamicTest(
                                scenario.name(), scenario.folder().toUri(), () -> run(scenario)));
    }

    private static void run(Scenario scenario) throws SQLException {
        try (Pipeline pipeline =
                Pipeline.of(
                        scenario.kind(),
                        scenario.stagingSql(),
                        scenario.productionSql(),
                        scenario.tables())) {
            pipeline.start();
            play(scenario.change(), pipeline);

            if (scenario.conflict().isPresent()) {
                expectConflict(scenario, scenario.conflict().get(), pipeline);
            } else {
                expectPublished(scenario, pipeline);
            }
        }
    }

    private static void play(SqlScript script, Pipeline pipeline) throws SQLException {
        try (Connection connection = pipeline.staging().connect();
                Statement statement = connection.createStatement()) {
            for (SqlScript.Step step : script.steps()) {
                switch (step) {
                    case SqlScript.Step.OnStaging(String sql) -> statement.execute(sql);
                    case SqlScript.Step.OnProduction(String sql) ->
                            pipeline.production().execute(sql);
                    case SqlScript.Step.AwaitPublished _ -> pipeline.awaitPublished();
                }
            }
        }
    }

    private static void expectPublished(Scenario scenario, Pipeline pipeline) {
        pipeline.awaitPublished();
        pipeline.assertEqual();
        assertThat(pipeline.checkpoint()).isEqualTo(new Sequence(pipeline.audit().transactions()));
        scenario.production().ifPresent(expected -> expected.check(pipeline.production()));
        scenario.noops()
                .ifPresent(noops -> assertThat(pipeline.published().noops()).isEqualTo(noops));
    }

    private static void expectConflict(
            Scenario scenario, ExpectedConflict expected, Pipeline pipeline) {
        FoundConflict found = pipeline.awaitConflict();
        expected.check(found, pipeline.production());
        assertThat(pipeline.checkpoint().next()).isEqualTo(new Sequence(found.sequence()));
        scenario.halted().ifPresent(rows -> rows.check(pipeline.production()));

        scenario.cure()
                .ifPresent(cure -> {
                    pipeline.production().execute(cure);
                    pipeline.awaitPublishedAfterCure();
                    assertThat(found.resolved(pipeline.production())).isTrue();
                    expectPublished(scenario, pipeline);
                });
    }
}
