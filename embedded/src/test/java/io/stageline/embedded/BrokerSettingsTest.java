package io.stageline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
    private static final BrokerIdentity IDENTITY = new BrokerIdentity("cluster", 20_001, 20_002);

    @Test
    void listensOnThisMachineOnly() {
        Map<String, String> settings = BrokerSettings.of(Path.of("log"), IDENTITY, Map.of());

        assertThat(settings.get("listeners"))
                .isEqualTo("BROKER://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002");
    }

    @Test
    void letsTheOperatorHaveTheLastWord() {
        Map<String, String> settings =
                BrokerSettings.of(Path.of("log"), IDENTITY, Map.of("num.io.threads", "7"));

        assertThat(settings).containsEntry("num.io.threads", "7");
    }

    @Test
    void keepsTheLogInItsFolderWhateverTheOperatorSays() {
        Map<String, String> settings =
                BrokerSettings.of(Path.of("log"), IDENTITY, Map.of("log.dirs", "/elsewhere"));

        assertThat(settings).containsEntry("log.dirs", "log");
    }
}
