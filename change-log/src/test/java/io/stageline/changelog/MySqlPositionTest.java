package io.stageline.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlPositionTest {
    private static final String GTIDS = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:7,4a::1";

    @ParameterizedTest
    @ValueSource(
            strings = {"binlog.000001:4", "mysql-bin.1000000:5000000000", "b.000001:4 " + GTIDS})
    void readsWhatItWrote(String text) {
        assertThat(SourcePosition.parse(text).text()).isEqualTo(text);
        assertThat(SourcePosition.parse(text)).isInstanceOf(MySqlPosition.class);
    }

    @Test
    void ordersFilesByTheirNumber() {
        assertThat(position("binlog.1000000:4").isAfter(position("binlog.999999:900"))).isTrue();
        assertThat(position("binlog.000002:4").isAfter(position("binlog.000002:158"))).isFalse();
    }

    @Test
    void isTheSamePlaceWhateverGtidsAreKnown() {
        assertThat(position("binlog.000002:4 " + GTIDS)).isEqualTo(position("binlog.000002:4"));
    }

    @Test
    void hasNoOrderAmongPositionsOfAnotherKind() {
        assertThatThrownBy(() -> position("binlog.000002:4").isAfter(position("1/2")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> position("1/2").isAfter(position("binlog.000002:4")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> position("binlog.000002:4").isAfter(position("other.000001:4")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"binlog:4", "binlog.000001:", "binlog.000001:-4", "binlog.1:4", ":4"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> SourcePosition.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SourcePosition position(String text) {
        return SourcePosition.parse(text);
    }
}
