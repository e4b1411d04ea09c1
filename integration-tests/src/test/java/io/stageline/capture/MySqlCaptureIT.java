package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MySqlCaptureIT {
    @Test
    void tellsTheChangesOfEachTransactionInOrder() {
        try (var pipeline = new MySqlPipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
            pipeline.start().streaming().close();
            pipeline.staging.execute("INSERT INTO item VALUES (1, 'a'), (2, NULL)");
            pipeline.staging.execute(
                    "BEGIN; UPDATE item SET id = 3 WHERE id = 1; DELETE FROM item WHERE id = 2; COMMIT");
            pipeline.captureAll();
            assertThat(pipeline.text().complete())
                    .extracting(line -> line.replace(" " + pipeline.staging.name() + ".", " "))
                    .containsExactly(
                            "begin #1",
                            "+ item {id=1, name=a}",
                            "+ item {id=2, name=null}",
                            "end #1 2",
                            "begin #2",
                            "~ item {id=1, name=a} -> {id=3, name=a}",
                            "- item {id=2, name=null}",
                            "end #2 2");
        }
    }

    @Test
    void followsDefinitionsThatChangeBetweenTransactions() {
        try (var pipeline = new MySqlPipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
            pipeline.start().streaming().close();
            pipeline.staging.execute("INSERT INTO item VALUES (1, 'a')");
            pipeline.staging.execute(
                    "ALTER TABLE item ADD COLUMN price decimal(9, 2) FIRST, RENAME COLUMN name TO title");
            pipeline.staging.execute("INSERT INTO item VALUES (2.50, 2, 'b')");
            pipeline.staging.execute("CREATE TABLE later (id int PRIMARY KEY) SELECT 7 AS id");
            pipeline.staging.execute("RENAME TABLE item TO thing");
            pipeline.staging.execute("UPDATE thing SET title = 'c' WHERE id = 2");
            pipeline.staging.execute("DROP TABLE thing");
            pipeline.captureAll();
            assertThat(pipeline.changes())
                    .containsExactly(
                            "+ item {id=1, name=a}",
                            "+ item {price=2.50, id=2, title=b}",
                            "+ later {id=7}",
                            "~ thing {price=2.50, id=2, title=b} -> {price=2.50, id=2, title=c}");
        }
    }

    @Test
    void tellsATruncateOfASelectedTable() {
        try (var pipeline = new MySqlPipeline().excluding("other")) {
            pipeline.staging.execute(
                    "CREATE TABLE `odd ``name` (id int); CREATE TABLE other (id int)");
            pipeline.start().streaming().close();
            pipeline.staging.execute("INSERT INTO `odd ``name` VALUES (1)");
            pipeline.staging.execute("/* by */ truncate table -- all\n `odd ``name`");
            pipeline.staging.execute(
                    "TRUNCATE " + pipeline.staging.name() + ".`odd ``name`; TRUNCATE other");
            pipeline.captureAll();
            assertThat(pipeline.text().complete())
                    .extracting(line -> line.replace(" " + pipeline.staging.name() + ".", " "))
                    .containsExactly(
                            "begin #1",
                            "+ odd `name {id=1}",
                            "end #1 1",
                            "begin #2",
                            "truncate odd `name",
                            "end #2 1",
                            "begin #3",
                            "truncate odd `name",
                            "end #3 1");
        }
    }

    @Test
    void tellsTheKeyAndWhatChangedWhereStagingLogsNoMore() {
        try (var pipeline = new MySqlPipeline()) {
            pipeline.staging.execute(
                    "CREATE TABLE item (id int PRIMARY KEY, name varchar(20), note text); CREATE TABLE loose (a int, b int)");
            pipeline.start().streaming().close();
            pipeline.staging.execute(
                    """
                    SET SESSION binlog_row_image = MINIMAL;
                    INSERT INTO item VALUES (1, 'a', 'n');
                    UPDATE item SET name = 'b' WHERE id = 1;
                    UPDATE item SET id = 2 WHERE id = 1;
                    DELETE FROM item WHERE id = 2;
                    INSERT INTO loose VALUES (1, 1);
                    UPDATE loose SET b = 2;
                    """);
            pipeline.captureAll();
            assertThat(pipeline.changes())
                    .containsExactly(
                            "+ item {id=1, name=a, note=n}",
                            "~ item {id=1, name=b}",
                            "~ item {id=1} -> {id=2}",
                            "- item {id=2}",
                            "+ loose {a=1, b=1}",
                            "~ loose {a=1, b=1} -> {a=1, b=2}");
        }
    }

    @Test
    void tellsALargeCompressedTransactionInOnePiece() {
        try (var pipeline = new MySqlPipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY, note varchar(100))");
            pipeline.start().streaming().close();
            pipeline.staging.execute(
                    """
                    SET SESSION binlog_transaction_compression = ON, cte_max_recursion_depth = 20000;
                    INSERT INTO item WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, repeat('x', 100) FROM n;
                    INSERT INTO item VALUES (0, 'small');
                    """);
            pipeline.captureAll();
            assertThat(pipeline.text().complete())
                    .hasSize(20_005)
                    .startsWith("begin #1")
                    .contains("end #1 20000")
                    .endsWith("end #2 1");
        }
    }

    @Test
    void leavesOutWhatWasRolledBackToASavepoint() throws Exception {
        try (var pipeline = new MySqlPipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            pipeline.start().streaming().close();
            try (Connection editor = pipeline.staging.connect();
                    Statement statement = editor.createStatement()) {
                editor.setAutoCommit(false);
                statement.execute("INSERT INTO item VALUES (1)");
                statement.execute("SAVEPOINT `s`");
                statement.execute("INSERT INTO item VALUES (2)");
                statement.execute("ROLLBACK TO `s`");
                statement.execute("SAVEPOINT `t`");
                statement.execute("INSERT INTO item VALUES (3)");
                editor.commit();
            }
            pipeline.captureAll();
            assertThat(pipeline.changes()).containsExactly("+ item {id=1}", "+ item {id=3}");
        }
    }

    @Test
    void movesOnWhileNothingSelectedChanges() {
        try (var pipeline = new MySqlPipeline().excluding("other")) {
            pipeline.staging.execute("CREATE TABLE other (id int PRIMARY KEY)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute("INSERT INTO other VALUES (1); FLUSH BINARY LOGS");
                capture.reached(pipeline.end());
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> capture.loop.status().lag().isPresent());
                assertThat(capture.loop.status().lag().orElseThrow())
                        .isLessThan(Duration.ofSeconds(5));
            }
            assertThat(pipeline.changes()).isEmpty();
        }
    }

    @Test
    void neverTellsTheServersOwnTables() {
        try (var pipeline = new MySqlPipeline().selecting("*.*")) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            pipeline.start().streaming().close();
            pipeline.staging.execute(
                    "INSERT INTO mysql.time_zone VALUES (4711, 'N'); DELETE FROM mysql.time_zone WHERE Time_zone_id = 4711; INSERT INTO item VALUES (1)");
            pipeline.captureAll();
            assertThat(pipeline.changes()).containsExactly("+ item {id=1}");
        }
    }
}
