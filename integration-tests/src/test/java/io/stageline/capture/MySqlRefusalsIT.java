package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.embedded.EmbeddedMySql;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be captured whole stops capture by its name.
class MySqlRefusalsIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SET SESSION binlog_format = 'STATEMENT'; INSERT INTO item VALUES (1, '{}') | instead of the rows",
                "INSERT INTO item VALUES (1, '{\"a\": \"a long text that is replaced in part\", \"b\": 1}'); SET SESSION binlog_row_value_options = PARTIAL_JSON, binlog_row_image = MINIMAL; UPDATE item SET doc = JSON_SET(doc, '$.b', 2) | JSON value",
                "XA START 'x'; INSERT INTO item VALUES (1, '{}'); XA END 'x'; XA PREPARE 'x'; XA COMMIT 'x' | XA transaction",
                "CREATE TABLE foreign_text (a varchar(9) CHARACTER SET gbk); INSERT INTO foreign_text VALUES ('x') | character set",
                "SET GLOBAL binlog_row_metadata = MINIMAL; INSERT INTO item VALUES (1, '{}') | columns' names"
            })
    void stopsAtWhatItCannotTellWhole(String sql, String named) {
        try (var pipeline = new MySqlPipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY, doc json)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute(sql);
                assertThat(capture.end())
                        .isInstanceOfSatisfying(
                                CaptureEnd.Refused.class,
                                refused -> assertThat(refused.message()).contains(named));
            }
            assertThat(pipeline.changes()).doesNotContain("+ item {id=1, doc={}}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE plain (id int) ENGINE = MyISAM | ENGINE = InnoDB",
                "CREATE TABLE foreign_text (a varchar(9) CHARACTER SET gbk) | character set",
                "SET GLOBAL binlog_row_metadata = MINIMAL | binlog_row_metadata = FULL",
                "SET GLOBAL binlog_row_value_options = PARTIAL_JSON | JSON values in part",
                "SET GLOBAL binlog_format = MIXED | binlog_format = ROW"
            })
    void refusesToStartWhereStagingCouldNotTellAll(String sql, String named) {
        try (var pipeline = new MySqlPipeline()) {
            pipeline.staging.execute(sql);
            try (RunningCapture capture = pipeline.start()) {
                assertThat(capture.end())
                        .isInstanceOfSatisfying(
                                CaptureEnd.Refused.class,
                                refused -> assertThat(refused.message()).contains(named));
            } finally {
                pipeline.staging.execute(
                        "SET GLOBAL binlog_row_value_options = '', GLOBAL binlog_format = ROW");
            }
        }
    }

    @Test
    void refusesAServerThatLacksWhatWasCaptured() {
        try (EmbeddedMySql server =
                        EmbeddedMySql.start(
                                MySqlServers.program(),
                                Servers.freshFolder("mysql-lost"),
                                Map.of());
                var pipeline =
                        new MySqlPipeline(
                                new MySqlServer(
                                        "127.0.0.1",
                                        server.port(),
                                        server.user(),
                                        server.password()))) {
            MySqlDatabase staging = pipeline.staging;
            staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            pipeline.start().streaming().close();
            staging.execute("INSERT INTO item VALUES (1)");
            pipeline.captureAll();
            try (MySqlDatabase other = Servers.mysql(Role.STAGING).createDatabase();
                    RunningCapture capture = pipeline.startOn(other)) {
                expectRefused(capture, "another server");
            }
            withoutGtids(staging);
            staging.execute("INSERT INTO item VALUES (2)");
            pipeline.captureAll();
            assertThat(pipeline.changes()).containsExactly("+ item {id=1}", "+ item {id=2}");
            staging.execute("FLUSH BINARY LOGS; FLUSH BINARY LOGS");
            String newest = staging.query("SHOW BINARY LOG STATUS").getFirst().getFirst();
            staging.execute("PURGE BINARY LOGS TO '" + newest + "'");
            try (RunningCapture capture = pipeline.start()) {
                expectRefused(capture, "purged");
            }
            staging.execute("RESET BINARY LOGS AND GTIDS");
            try (RunningCapture capture = pipeline.start()) {
                expectRefused(capture, "change log ends");
            }
        }
    }

    private static void withoutGtids(MySqlDatabase staging) {
        staging.execute(
                "SET GLOBAL gtid_mode = ON_PERMISSIVE; SET GLOBAL gtid_mode = OFF_PERMISSIVE; SET GLOBAL gtid_mode = OFF");
    }

    private static void expectRefused(RunningCapture capture, String named) {
        assertThat(capture.end())
                .isInstanceOfSatisfying(
                        CaptureEnd.Refused.class,
                        refused -> assertThat(refused.message()).contains(named));
    }
}
