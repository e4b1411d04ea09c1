package io.stageline.operator;

import io.stageline.changelog.Sequence;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `1042` or `#1042`; a shell takes a bare `#` for the beginning of a comment.
final class SequenceConverter implements ITypeConverter<Sequence> {
    @Override
    public Sequence convert(String value) {
        String digits = value.startsWith("#") ? value.substring(1) : value;
        if (!digits.matches("[1-9]\\d{0,17}")) {
            throw new TypeConversionException(
                    "'" + value + "' is no sequence: write 1042 or '#1042'");
        }
        return new Sequence(Long.parseLong(digits));
    }
}
