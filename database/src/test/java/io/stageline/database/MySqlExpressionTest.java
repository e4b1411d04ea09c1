package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.database.Column.Generation;
import io.stageline.database.ColumnType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MySqlExpressionTest {

    @Test
    void takesOneLevelOfEscapesAway() {
        assertThat(MySqlExpression.sql("(`a` <> _utf8mb4\\'it\\\\\\'s \\\\\\\\ ?\\\\n\\')"))
                .isEqualTo("(`a` <> _utf8mb4'it\\'s \\\\ ?\\n')");
    }

    @Test
    void readsWhatWasEncodedTwice() {
        String twice =
                new String(
                        "`größe` > '€𝄞'".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);

        assertThat(MySqlExpression.sql(twice)).isEqualTo("`größe` > '€𝄞'");
    }

    @Test
    void leavesWhatIsRight() {
        assertThat(MySqlExpression.sql("`größe` > 1")).isEqualTo("`größe` > 1");
        assertThat(MySqlExpression.sql("`n` > '€'")).isEqualTo("`n` > '€'");
    }

    @Test
    void namesTheColumnsInTheTablesOrder() {
        assertThat(
                        MySqlExpression.columns(
                                "(`b` > `a``x` + `c`)", List.of(column("a`x"), column("b"))))
                .containsExactly("a`x", "b");
    }

    private static Column column(String name) {
        return new Column(
                name,
                new ColumnType("mysql", "int", Kind.BASE, true),
                "int",
                true,
                Generation.NONE,
                1);
    }
}
