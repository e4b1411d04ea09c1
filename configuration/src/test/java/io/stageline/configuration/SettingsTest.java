package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Mistakes in the declaration of a record are found when it is first used, whatever stands in the file.
final class SettingsTest {
    record Undocumented(int a) {}

    record WrongDefault(@Doc("A.") @Default("x") int a) {}

    record OptionalWithDefault(@Doc("A.") @Default("x") Optional<String> a) {}

    record PlainMap(@Doc("A.") Map<String, String> a) {}

    record UnknownType(@Doc("A.") Thread a) {}

    record NumberList(@Doc("A.") List<Integer> a) {}

    record SectionWithDefault(@Doc("A.") @Default("x") Fine a) {}

    record Ambiguous(@Doc("A.") Fine one, @Doc("B.") String oneTwo) {}

    record Fine(@Doc("A.") String two) {}

    record Broken(@Doc("A.") String a) {
        Broken {
            throw new UnsupportedOperationException(a);
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(Undocumented.class, "has no @Doc"),
                Arguments.of(WrongDefault.class, "has a @Default that is no such value"),
                Arguments.of(OptionalWithDefault.class, "is Optional and has a @Default"),
                Arguments.of(PlainMap.class, "is a Map: it needs @PassThrough"),
                Arguments.of(UnknownType.class, "has a type that cannot be configured"),
                Arguments.of(NumberList.class, "has a type that cannot be configured"),
                Arguments.of(SectionWithDefault.class, "is a section and has a @Default"),
                Arguments.of(Ambiguous.class, "Two keys share a variable: STAGELINE_ONE_TWO"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesARecordThatIsDeclaredWrongly(Class<?> type, String message) {
        assertThatThrownBy(() -> ConfigurationFile.parse("", type, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void doesNotHideAFailureOfTheRecordItself() {
        assertThatThrownBy(() -> ConfigurationFile.parse("a: b", Broken.class, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namesKeysInKebabCase() {
        assertThat(Settings.all(Settings.of(Shop.class)).map(it -> it.key().path()))
                .contains(
                        "change-log.bootstrap-servers",
                        "publisher.on-conflict",
                        "pipeline",
                        "tables");
    }
}
