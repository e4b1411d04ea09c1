package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.configuration.InvalidSetting;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector.class",
                "transforms",
                "transforms.x.type",
                "offset.storage",
                "snapshot.mode",
                "lsn.flush.mode",
                "binary.handling.mode",
                "skipped.operations",
                "table.include.list",
                "slot.drop.on.stop",
                "errors.max.retries",
                "publication.autocreate.mode"
            })
    void refusesADebeziumPropertyThatWouldBreakAGuarantee(String property) {
        Map<String, String> debezium = Map.of(property, "x");

        assertThatThrownBy(() -> config(debezium))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(property);
    }

    @Test
    void namesSlotAndPublicationByThePipelineUnlessToldOtherwise() {
        assertThat(SlotNames.of("my-shop", config(Map.of())))
                .isEqualTo(new SlotNames("stageline_my_shop", "stageline_my_shop"));
        assertThat(
                        SlotNames.of(
                                "my-shop",
                                config(Map.of("slot.name", "a", "publication.name", "b"))))
                .isEqualTo(new SlotNames("a", "b"));
    }

    @Test
    void takesDebeziumsOwnTuningProperties() {
        assertThat(config(Map.of("max.batch.size", "100")).debezium()).hasSize(1);
    }

    private static CaptureConfig config(Map<String, String> debezium) {
        return new CaptureConfig(
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                Optional.empty(),
                debezium);
    }
}
