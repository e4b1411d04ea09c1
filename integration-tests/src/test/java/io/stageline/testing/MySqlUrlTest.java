package io.stageline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MySqlUrlTest {

    @Test
    void readsServerUserAndPassword() {
        assertThat(MySqlUrl.parse("jdbc:mysql://db.example:3307/?user=admin&password=s%20cret"))
                .isEqualTo(new MySqlServer("db.example", 3307, "admin", "s cret"));
    }
}
