package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RequireTest {
    @Test
    void acceptsTheBounds() {
        assertThatCode(
                        () -> {
                            Require.between("a", 1, 1, 2);
                            Require.between("a", 2, 1, 2);
                            Require.between("a", 1.0, 0.5, 1.0);
                            Require.between(
                                    "a",
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1));
                            Require.positive("a", 1);
                            Require.positive("a", Duration.ofNanos(1));
                            Require.matches("a", "abc", "[a-c]+", "letters");
                            Require.notEmpty("a", "b");
                            Require.notEmpty("a", List.of("b"));
                            Require.noDenied(
                                    "a",
                                    Map.of("acksX", "", "xacks", "", "a.classes", ""),
                                    denied());
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsOutside() {
        refused(() -> Require.between("a", 0, 1, 2), "a is \"0\"; it must be between 1 and 2");
        refused(() -> Require.between("a", 3, 1, 2), "a is \"3\"; it must be between 1 and 2");
        refused(
                () -> Require.between("a", Double.NaN, 0.0, 1.0),
                "a is \"NaN\"; it must be between 0.0 and 1.0");
        refused(
                () ->
                        Require.between(
                                "a", Duration.ofSeconds(90), Duration.ZERO, Duration.ofMinutes(1)),
                "a is \"90s\"; it must be between 0s and 1m");
        refused(() -> Require.positive("a", 0), "a is \"0\"; it must be greater than zero");
        refused(
                () -> Require.positive("a", Duration.ofMillis(-5)),
                "a is \"PT-0.005S\"; it must be longer than zero");
        refused(
                () -> Require.matches("a", "x1", "[a-z]+", "letters"),
                "a is \"x1\"; it must be letters");
        refused(() -> Require.notEmpty("a", " "), "a must not be empty");
        refused(() -> Require.notEmpty("a", List.of()), "a must not be empty");
        refused(
                () -> Require.noDenied("a", Map.of("x.class", "", "acks", "", "b", ""), denied()),
                "a.acks must not be set: rows could be lost; a.x.class must not be set: it loads code");
    }

    private static Map<String, String> denied() {
        return Map.of("acks", "rows could be lost", "*.class", "it loads code");
    }

    private static void refused(Runnable demand, String message) {
        assertThatThrownBy(demand::run)
                .isExactlyInstanceOf(InvalidSetting.class)
                .hasMessage(message);
    }
}
