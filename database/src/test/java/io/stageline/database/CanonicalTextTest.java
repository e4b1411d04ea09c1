package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.database.ColumnType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTextTest {
    @ParameterizedTest
    @CsvSource({
        "numeric, 1.5, 1.50",
        "numeric, 0, -0.00",
        "numeric, 100, 1E2",
        "float8, 10000000000, 1e+10",
        "bpchar, 'a', 'a   '"
    })
    void equalValuesHaveOneText(String type, String one, String other) {
        assertThat(text(type, one)).isEqualTo(text(type, other));
    }

    @ParameterizedTest
    @CsvSource({
        "numeric, 1.5, 1.51",
        "numeric, NaN, Infinity",
        "varchar, 'a', 'a '",
        "text, 1.5, 1.50",
        "bpchar, 'a', 'A'"
    })
    void otherValuesKeepTheirOwn(String type, String one, String other) {
        assertThat(text(type, one)).isNotEqualTo(text(type, other));
    }

    @Test
    void onlyBlanksDoNotCountInACharacterColumn() {
        assertThat(text("bpchar", "a\n")).isNotEqualTo(text("bpchar", "a"));
        assertThat(text("bpchar", "a\t ")).isEqualTo(text("bpchar", "a\t"));
    }

    private static String text(String type, String value) {
        return CanonicalText.text(new ColumnType("pg_catalog", type, Kind.BASE, true), value);
    }
}
