package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.configuration.Secret;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://shop.example:5432/shop?password=hidden, shop.example:5432/shop",
        "'jdbc:postgresql://a:1,b:2/shop', 'a:1,b:2/shop'",
        "jdbc:postgresql://me:hidden@shop.example/shop, shop.example/shop",
        "jdbc:mysql://me:hidden@shop.example:3306/shop?sslMode=REQUIRED, shop.example:3306/shop"
    })
    void describesItselfWithoutSecrets(String url, String described) {
        var config = new DatabaseConfig(url, "me", new Secret("hidden"));

        assertThat(new Database("stageline", config).describe()).isEqualTo(described);
    }

    @Test
    void namesAHostThatIsUnknown() {
        var config =
                new DatabaseConfig(
                        "jdbc:postgresql://nowhere.invalid/shop", "me", new Secret("hidden"));

        assertThatThrownBy(() -> new Database("stageline", config).open())
                .hasMessage("The host nowhere.invalid is unknown")
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    }
}
