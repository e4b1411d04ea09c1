package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.configuration.Secret;
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
}
