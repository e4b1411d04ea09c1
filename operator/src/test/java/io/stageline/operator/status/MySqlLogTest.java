package io.stageline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.MySqlPosition;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MySqlLogTest {
    private static final MySqlLog LOG =
            new MySqlLog(
                    place("binlog.1000000:500"),
                    Map.of(
                            "binlog.000009", 100L,
                            "binlog.000010", 1_000L,
                            "binlog.999999", 2_000L,
                            "binlog.1000000", 500L),
                    false);

    private static MySqlPosition place(String text) {
        return MySqlPosition.parse(text);
    }

    @Test
    void countsTheBytesOfTheFilesBetween() {
        assertThat(LOG.bytes(place("binlog.000010:900"), place("binlog.000010:950"))).hasValue(50);
        assertThat(LOG.bytes(place("binlog.000010:900"), LOG.end())).hasValue(100 + 2_000 + 500);
        assertThat(LOG.bytes(place("binlog.000008:900"), LOG.end())).isEmpty();
    }

    @Test
    void saysThatAFileIsGone() {
        Judgement judgement = LOG.judge(Optional.of(place("binlog.000008:4")), true);

        assertThat(judgement.healthy()).isFalse();
        assertThat(judgement.reason()).contains("binlog.000008");
    }

    @Test
    void tellsNeverStartedFromStopped() {
        assertThat(LOG.judge(Optional.empty(), false).state()).isEqualTo(State.NEVER_STARTED);
        assertThat(LOG.judge(Optional.of(place("binlog.000010:900")), true).state())
                .isEqualTo(State.STOPPED);
    }
}
