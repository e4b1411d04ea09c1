package io.stageline.capture.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagingUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db/shop | db | 5432",
                "jdbc:postgresql://db:5433/shop | db | 5433",
                "jdbc:postgresql://[::1]/shop | [::1] | 5432",
                "jdbc:postgresql://[::1]:5433/shop | [::1] | 5433",
                "jdbc:postgresql://a:1,b:2/shop | a:1,b | 2",
                "jdbc:postgresql://a:1,b/shop | a:1,b | 5432"
            })
    void takesAnAddressApartSoThatHostAndPortMakeItAgain(String url, String host, String port) {
        assertThat(StagingUrl.parse(url)).isEqualTo(new StagingUrl(host, port, "shop", Map.of()));
    }

    @ParameterizedTest
    @CsvSource("jdbc:postgresql://db/a%20b?sslmode=require&x=%2Fy")
    void decodesTheDriversParameters(String url) {
        StagingUrl parsed = StagingUrl.parse(url);

        assertThat(parsed.parameters()).isEqualTo(Map.of("sslmode", "require", "x", "/y"));
        assertThat(parsed.plainDatabaseName()).isEqualTo("a b");
    }
}
