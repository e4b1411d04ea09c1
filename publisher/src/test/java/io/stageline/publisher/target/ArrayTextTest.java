package io.stageline.publisher.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrayTextTest {
    @Test
    void quotesEveryValueAndLeavesNullBare() {
        List<@Nullable String[]> rows = new ArrayList<>();
        rows.add(new @Nullable String[] {"a"});
        rows.add(new @Nullable String[] {null});
        rows.add(new @Nullable String[] {""});
        rows.add(new @Nullable String[] {"NULL"});
        rows.add(new @Nullable String[] {"\"q\" \\ {,}"});

        assertThat(ArrayText.of(rows, 0, ','))
                .isEqualTo("{\"a\",NULL,\"\",\"NULL\",\"\\\"q\\\" \\\\ {,}\"}");
    }

    @Test
    void separatesByTheTypesOwnDelimiter() {
        List<@Nullable String[]> rows = new ArrayList<>();
        rows.add(new @Nullable String[] {"(1,1),(0,0)"});
        rows.add(new @Nullable String[] {"(2,2),(0,0)"});

        assertThat(ArrayText.of(rows, 0, ';')).isEqualTo("{\"(1,1),(0,0)\";\"(2,2),(0,0)\"}");
    }
}
