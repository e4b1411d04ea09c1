package io.stageline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresUrlTest {

    @Test
    void readsServerUserAndPassword() {
        assertThat(
                        PostgresUrl.parse(
                                "jdbc:postgresql://db.example:5433/postgres?user=admin&password=s%20cret"))
                .isEqualTo(new PostgresServer("db.example", 5433, "admin", "s cret"));
    }
}
