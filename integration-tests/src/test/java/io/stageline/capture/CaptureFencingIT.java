package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureFencingIT {

    /// The slot of the second one is another, so that nothing but the change log stands between the two.
    @Test
    void aSecondCaptureFencesTheFirst() {
        try (var pipeline = new Pipeline().ticking(Duration.ofSeconds(1))) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            pipeline.staging.query(
                    "SELECT pg_create_logical_replication_slot('other_%s', 'pgoutput')"
                            .formatted(pipeline.name));
            try (RunningCapture first = pipeline.start().streaming()) {
                pipeline.staging.execute("INSERT INTO item VALUES (1)");
                first.captured(1);
                pipeline.debezium.put("slot.name", "other_" + pipeline.name);
                try (RunningCapture second = pipeline.start().streaming()) {
                    pipeline.staging.execute("INSERT INTO item VALUES (2)");
                    second.captured(2);

                    CaptureEnd end = first.end();

                    assertThat(end).isInstanceOf(CaptureEnd.Fenced.class);
                    assertThat(((CaptureEnd.Fenced) end).message())
                            .contains("Another capture")
                            .contains("this one had epoch 1");
                    pipeline.staging.execute("INSERT INTO item VALUES (3)");
                    second.captured(3);
                }
            }
            LogText log = pipeline.text();
            assertThat(log.odd()).isEmpty();
            assertThat(log.sequences()).isEqualTo(List.of(1L, 2L, 3L));
            assertThat(log.changes())
                    .containsExactly(
                            "+ public.item {id=1}", "+ public.item {id=2}", "+ public.item {id=3}");
        }
    }
}
