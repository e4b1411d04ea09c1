package io.stageline.capture.tail.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GtidsTest {
    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String OTHER = "4e11fa47-71ca-11e1-9e33-c80aa9429562";

    @Test
    void readsWhatMySqlWrites() {
        String text = UUID + ":1-3:7:tag:2-4,\n" + OTHER + ":5";
        assertThat(new Gtids(text).text())
                .isEqualTo("%1$s:1-3:7,%1$s:tag:2-4,%2$s:5".formatted(UUID, OTHER));
        assertThat(new Gtids("").text()).isEmpty();
    }

    @Test
    void growsAtBothEndsOfARange() {
        var gtids = new Gtids(UUID + ":1-3:5-6");
        gtids.add(UUID + ":4");
        gtids.add(UUID + ":2");
        gtids.add(UUID + ":8");
        gtids.add(UUID + ":tag:1");
        assertThat(gtids.text()).isEqualTo("%1$s:1-6:8,%1$s:tag:1".formatted(UUID));
    }
}
