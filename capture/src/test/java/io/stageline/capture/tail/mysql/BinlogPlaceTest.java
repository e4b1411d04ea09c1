package io.stageline.capture.tail.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.MySqlPosition;
import org.junit.jupiter.api.Test;

class BinlogPlaceTest {
    @Test
    void goesOnCountingBeyondThirtyTwoBits() {
        var place = new BinlogPlace(MySqlPosition.parse("binlog.000001:4294967200"));
        place.passed(4294967295L);
        place.passed(100);
        place.passed(0); // what the server made up
        assertThat(place.here().text()).isEqualTo("binlog.000001:4294967396");
        place.goTo("binlog.000002", 4);
        assertThat(place.position().text()).isEqualTo("binlog.000002:4");
    }
}
