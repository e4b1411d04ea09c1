package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LookalikeTest {
    @ParameterizedTest
    @CsvSource({
        "abc,abc,0",
        "abc,ab,1",
        "abc,xabc,1",
        "abc,axc,1",
        "abc,acb,1",
        "abc,xyz,3",
        "'',abc,3",
        "kitten,sitting,3"
    })
    void countsEdits(String left, String right, int edits) {
        assertThat(Lookalike.distance(left, right)).isEqualTo(edits);
    }

    @Test
    void choosesTheNearest() {
        assertThat(Lookalike.of("batch-row", List.of("batch-bytes", "batch-rows", "timeout")))
                .contains("batch-rows");
        assertThat(Lookalike.of("console", List.of("batch-bytes", "timeout"))).isEmpty();
    }
}
