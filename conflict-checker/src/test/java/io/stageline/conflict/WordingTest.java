package io.stageline.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WordingTest {
    @Test
    void shortensLongValuesBetweenCharacters() {
        String row = Wording.row(Map.of("k", "𝔘".repeat(100)));

        assertThat(row).isEqualTo("(k=" + "𝔘".repeat(59) + "…)");
    }

    @Test
    void keepsARowOnOneLine() {
        assertThat(Wording.row(Map.of("k", "a\nb"))).isEqualTo("(k=a b)");
    }
}
