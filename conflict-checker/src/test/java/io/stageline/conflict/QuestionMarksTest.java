package io.stageline.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuestionMarksTest {
    @Test
    void doublesOperatorsOnly() {
        assertThat(QuestionMarks.doubled("(a ? 'b'::text) AND (a ?| ARRAY['?'::text])"))
                .isEqualTo("(a ?? 'b'::text) AND (a ??| ARRAY['?'::text])");
        assertThat(QuestionMarks.doubled("\"what?\" = 'it''s?' OR \"a\"\"?\" ?& b"))
                .isEqualTo("\"what?\" = 'it''s?' OR \"a\"\"?\" ??& b");
        assertThat(QuestionMarks.doubled("price > 0")).isEqualTo("price > 0");
    }
}
