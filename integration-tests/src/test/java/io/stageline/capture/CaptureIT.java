package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

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
}
