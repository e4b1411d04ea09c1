package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LateTablesIT {
    @Test
    void aTableThatIsMadeWhileCaptureRunsJoins() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute(
                        "CREATE TABLE late (id int PRIMARY KEY); INSERT INTO late VALUES (1)");
                awaitJoined(pipeline, "late");
                pipeline.staging.execute("INSERT INTO late VALUES (2)");
                capture.captured(1);
            }

            assertThat(pipeline.text().changes()).containsExactly("+ public.late {id=2}");
        }
    }

    /// It needs the publication of inserts only, which does not exist until then.
    @Test
    void aTableWithoutRowKeyThatIsMadeWhileCaptureRunsJoins() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute("CREATE TABLE late (note text)");
                awaitJoined(pipeline, "late");
                pipeline.staging.execute("INSERT INTO late VALUES ('a')");
                capture.captured(1);
                pipeline.staging.execute("INSERT INTO item VALUES (1)");
                capture.captured(2);
            }

            assertThat(pipeline.text().changes())
                    .containsExactly("+ public.late {note=a}", "+ public.item {id=1}");
        }
    }

    private static void awaitJoined(Pipeline pipeline, String table) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        pipeline.staging
                                .value(
                                        "SELECT count(*) FROM pg_publication_tables WHERE tablename = '%s'"
                                                .formatted(table))
                                .equals("1"));
    }
}
