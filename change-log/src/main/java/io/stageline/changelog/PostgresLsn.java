package io.stageline.changelog;

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
        return Long.toHexString(value >>> 32).toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Long.toHexString(value & 0xFFFFFFFFL).toUpperCase(java.util.Locale.ROOT);
    }

    @Override
    public int compareTo(SourcePosition other) {
        return switch (other) {
            case PostgresLsn lsn ->
                    Long.compareUnsigned(value, lsn.value); // the server counts in unsigned 64 bits
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
