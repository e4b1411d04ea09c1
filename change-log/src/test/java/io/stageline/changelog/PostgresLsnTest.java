package io.stageline.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresLsnTest {
    @Test
    void readsAndWritesThePostgresForm() {
        assertThat(SourcePosition.parse("FFFFFFFF/16B374D8").text()).isEqualTo("FFFFFFFF/16B374D8");
    }

    @Test
    void ordersAsUnsignedLikeTheServer() {
        assertThat(PostgresLsn.parse("FFFFFFFF/0").isAfter(PostgresLsn.parse("7FFFFFFF/0")))
                .isTrue();
    }

    @Test
    void refusesAnythingElse() {
        assertThatThrownBy(() -> SourcePosition.parse("16B374D8"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
