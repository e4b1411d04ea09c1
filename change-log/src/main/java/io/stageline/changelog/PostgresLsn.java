package io.stageline.changelog;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in PostgreSQL's write-ahead log. As the position of a source transaction it is the LSN just after its commit
/// record: the value the server accepts as start and as confirmation.
public record PostgresLsn(long value) implements SourcePosition {
    private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

    /// Reads PostgreSQL's own form, `16/B374D848`.
    public static PostgresLsn parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a PostgreSQL LSN: " + text);
        }
        return new PostgresLsn(
                Long.parseLong(matcher.group(1), 16) << 32 | Long.parseLong(matcher.group(2), 16));
    }

    @Override
    public String text() {
        byte[] digits = new byte[17];
        int at = hex(value & 0xFFFFFFFFL, digits, digits.length);
        digits[--at] = '/';
        at = hex(value >>> 32, digits, at);
        return new String(digits, at, digits.length - at, StandardCharsets.ISO_8859_1);
    }

    /// Writes a number in front of `end`, without leading zeros.
    ///
    /// @return where it begins
    private static int hex(long number, byte[] digits, int end) {
        int at = end;
        long rest = number;
        do {
            digits[--at] = (byte) Character.toUpperCase(Character.forDigit((int) (rest & 0xF), 16));
            rest >>>= 4;
        } while (rest != 0);
        return at;
    }

    @Override
    public int compareTo(SourcePosition other) {
        return switch (other) {
            case PostgresLsn lsn ->
                    Long.compareUnsigned(value, lsn.value); // the server counts in unsigned 64 bits
            case MySqlPosition _ ->
                    throw new IllegalArgumentException(
                            "A PostgreSQL LSN and a MySQL position have no order");
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
