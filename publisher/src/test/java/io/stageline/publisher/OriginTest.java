package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OriginTest {
    @Test
    void tellsWhereEachChangeStandsInTheTopic() {
        var header =
                new TransactionHeader(
                        new Sequence(7), new Epoch(1), new TransactionId("771"), Instant.EPOCH);

        // BEGIN at 10, changes at 11, 12 and 13, END at 14
        var origin = new Origin(header, new PostgresLsn(1), 15, 3);

        assertThat(origin.topicOffset()).isEqualTo(14);
        assertThat(origin.beginning().topicOffset(1)).isEqualTo(11);
        assertThat(origin.beginning().topicOffset(3)).isEqualTo(13);
    }
}
