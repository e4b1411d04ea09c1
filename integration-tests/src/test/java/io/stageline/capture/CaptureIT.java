package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureIT {

    @Test
    void writesMixedSourceTransactionsInCommitOrder() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(
                    "CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL, long_text text);"
                            + "ALTER TABLE item ALTER COLUMN long_text SET STORAGE EXTERNAL");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute(
                        "INSERT INTO item VALUES (1, 'a', repeat('x', 10)), (2, 'b', repeat('y', 5000))");
                pipeline.staging.execute(
                        "UPDATE item SET name = 'B' WHERE id = 2; UPDATE item SET id = 3 WHERE id = 1;"
                                + " DELETE FROM item WHERE id = 2");
                pipeline.staging.execute(
                        "BEGIN; INSERT INTO item VALUES (4, 'd', NULL); SAVEPOINT s;"
                                + " INSERT INTO item VALUES (5, 'e', NULL); ROLLBACK TO s;"
                                + " INSERT INTO item VALUES (6, '', NULL); COMMIT");
                pipeline.staging.execute("BEGIN; INSERT INTO item VALUES (9, 'z', NULL); ROLLBACK");
                pipeline.staging.execute("TRUNCATE item");
                capture.captured(4);
            }

            LogText log = pipeline.text();
            assertThat(log.odd()).isEmpty();
            assertThat(log.complete())
                    .containsExactly(
                            "begin #1",
                            "+ public.item {id=1, name=a, long_text=xxxxxxxxxx}",
                            "+ public.item {id=2, name=b, long_text=" + "y".repeat(5000) + "}",
                            "end #1 2",
                            "begin #2",
                            "~ public.item {id=2, name=B}",
                            "~ public.item {id=1} -> {id=3, name=a, long_text=xxxxxxxxxx}",
                            "- public.item {id=2}",
                            "end #2 3",
                            "begin #3",
                            "+ public.item {id=4, name=d, long_text=null}",
                            "+ public.item {id=6, name=, long_text=null}",
                            "end #3 2",
                            "begin #4",
                            "truncate public.item",
                            "end #4 1");
        }
    }

    @Test
    void namesPartitionsByTheirRootAndTruncatesInOneSourceTransaction() {
        try (var pipeline = new Pipeline().selecting(List.of("shop.*"), List.of("shop.secret"))) {
            pipeline.staging.execute(
                    "CREATE SCHEMA shop;"
                            + "CREATE TABLE shop.part (id int, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);"
                            + "CREATE TABLE shop.part_eu PARTITION OF shop.part FOR VALUES IN ('eu');"
                            + "CREATE TABLE shop.part_us PARTITION OF shop.part FOR VALUES IN ('us');"
                            + "CREATE TABLE shop.child (id int PRIMARY KEY, parent int);"
                            + "CREATE TABLE shop.secret (id int PRIMARY KEY); CREATE TABLE hidden (id int PRIMARY KEY)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute(
                        "INSERT INTO shop.secret VALUES (1); INSERT INTO hidden VALUES (1)");
                pipeline.staging.execute(
                        "INSERT INTO shop.part VALUES (1, 'eu'), (2, 'us'); INSERT INTO hidden VALUES (2); INSERT INTO shop.child VALUES (1, 1)");
                pipeline.staging.execute("UPDATE shop.part SET region = 'us' WHERE id = 1");
                pipeline.staging.execute("TRUNCATE shop.part, shop.child");
                capture.captured(3);
            }

            LogText log = pipeline.text();
            assertThat(log.odd()).isEmpty();
            assertThat(log.sequences()).containsExactly(1L, 2L, 3L);
            assertThat(log.changes().subList(0, 5))
                    .containsExactly(
                            "+ shop.part {id=1, region=eu}",
                            "+ shop.part {id=2, region=us}",
                            "+ shop.child {id=1, parent=1}",
                            "- shop.part {id=1, region=eu}",
                            "+ shop.part {id=1, region=us}");
            assertThat(log.changes().subList(5, 7))
                    .containsExactlyInAnyOrder("truncate shop.part", "truncate shop.child");
        }
    }

    @Test
    void followsAColumnThatIsAddedWhileItRuns() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute("INSERT INTO item VALUES (1)");
                pipeline.staging.execute(
                        "ALTER TABLE item ADD added numeric(9,2) NOT NULL DEFAULT 5");
                pipeline.staging.execute("INSERT INTO item VALUES (2, 0.10)");
                pipeline.staging.execute("DELETE FROM item WHERE id = 2");
                pipeline.staging.execute("ALTER TABLE item DROP added");
                pipeline.staging.execute("INSERT INTO item VALUES (3)");
                capture.captured(4);
            }
            assertThat(pipeline.text().changes())
                    .containsExactly(
                            "+ public.item {id=1}",
                            "+ public.item {id=2, added=0.10}",
                            "- public.item {id=2}",
                            "+ public.item {id=3}");
        }
    }
}
