package io.stageline.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What maps find things by: equal if and only if all that it holds is.
class IdentityTest {
    @Test
    void equalWordsAreEqual() {
        assertThat(words()).isEqualTo(words());
        assertThat(words().hashCode()).isEqualTo(words().hashCode());
    }

    @Test
    void differentWordsDiffer() {
        var table = new TableId("public", "product");
        assertThat(table)
                .isNotEqualTo(new TableId("public", "price"))
                .isNotEqualTo(new TableId("other", "product"))
                .isNotEqualTo(new TableId("product", "public"));
        assertThat(new TransactionId("742")).isNotEqualTo(new TransactionId("743"));
        assertThat(new Sequence(7)).isNotEqualTo(new Sequence(8)).isNotEqualTo(new Epoch(7));
    }

    /// Of objects of their own, so that no two are equal for being the same.
    private static List<Object> words() {
        return List.of(
                new TableId(text("public"), text("product")),
                new TransactionId(text("742")),
                new Sequence(7));
    }

    private static String text(String of) {
        return String.join("", List.of(of.substring(0, 1), of.substring(1)));
    }
}
