package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretTest {
    record Vault(@Doc("A pin.") Secret pin, @Doc("A URL.") String url) {
        Vault {
            Require.matches("pin", pin.reveal(), "\\d+", "digits");
            Require.matches("url", url, "jdbc:.*", "a JDBC URL");
        }
    }

    @Test
    void isRevealedOnlyOnDemand() {
        var vault = new Vault(new Secret("123"), "jdbc:x");

        assertThat(vault.pin().reveal()).isEqualTo("123");
        assertThat(vault).hasToString("Vault[pin=******, url=jdbc:x]");
    }

    @ParameterizedTest
    @CsvSource({
        "tiger, jdbc:x, 'line 1: pin is \"******\"; it must be digits'",
        "1, odbc://me:tiger@db, 'line 2: url is \"odbc://me:******@db\"; it must be a JDBC URL'",
        "1, odbc:db?password=tiger, 'line 2: url is \"odbc:db?password=******\"; it must be a JDBC URL'"
    })
    void isMaskedInProblems(String pin, String url, String problem) {
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                ConfigurationFile.parse(
                                        "pin: " + pin + "\nurl: " + url, Vault.class, Map.of()));

        assertThat(told.problems()).extracting(Problem::text).containsExactly(problem);
        assertThat(told.getMessage()).doesNotContain("tiger");
    }
}
