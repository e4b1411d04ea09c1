package io.stageline.configuration;

import java.util.Optional;
import java.util.function.Function;

/// What happens when the operator does not give a value.
sealed interface Absence {
    /// A value has to be given.
    record Refused() implements Absence {}

    /// The default is taken.
    record Defaulted(String text) implements Absence {}

    /// The component is an `Optional` and stays empty.
    record Empty() implements Absence {}

    default Optional<Object> value(Function<String, Object> parse) {
        return switch (this) {
            case Refused _ -> Optional.empty();
            case Defaulted defaulted -> Optional.of(parse.apply(defaulted.text()));
            case Empty _ -> Optional.of(Optional.empty());
        };
    }

    /// The value as the record component holds it.
    default Object wrap(Object value) {
        return this instanceof Empty ? Optional.of(value) : value;
    }
}
