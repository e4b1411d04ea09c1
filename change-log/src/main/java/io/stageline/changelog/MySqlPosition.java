package io.stageline.changelog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in MySQL's binlog: a file and the offset behind an event. As the position of a source transaction it is the offset
/// just behind its commit: where the server goes on, whether it uses GTIDs or not. Files are ordered by their number,
/// which grows without end; positions are the same when file and offset are.
///
/// @param gtids what was committed up to here, as MySQL writes a GTID set without blanks; empty where GTIDs are off, and for a
///     single change. They tell whether a server still has what was captured; order and identity do not rest on them
public record MySqlPosition(String file, long offset, String gtids) implements SourcePosition {
    private static final Pattern FILE = Pattern.compile("([^\\s:]+)\\.(\\d{6,18})");
    private static final Pattern TEXT = Pattern.compile("([^\\s:]+):(\\d{1,18})(?: (\\S+))?");

    public MySqlPosition {
        if (!FILE.matcher(file).matches() || offset < 0 || gtids.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("Not a place in a MySQL binlog: " + file);
        }
    }

    /// Reads `binlog.000007:4711` and `binlog.000007:4711 3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5`.
    public static MySqlPosition parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a place in a MySQL binlog: " + text);
        }
        String gtids = matcher.group(3);
        return new MySqlPosition(
                matcher.group(1), Long.parseLong(matcher.group(2)), gtids == null ? "" : gtids);
    }

    /// Whether a text is meant to be one.
    static boolean isMeant(String text) {
        return text.indexOf(':') > 0;
    }

    @Override
    public String text() {
        return gtids.isEmpty() ? file + ":" + offset : file + ":" + offset + " " + gtids;
    }

    /// The same place without GTIDs.
    public MySqlPosition place() {
        return gtids.isEmpty() ? this : new MySqlPosition(file, offset, "");
    }

    @Override
    public int compareTo(SourcePosition other) {
        return switch (other) {
            case MySqlPosition position -> compare(position);
            case PostgresLsn _ ->
                    throw new IllegalArgumentException(
                            "A MySQL position and a PostgreSQL LSN have no order");
        };
    }

    private int compare(MySqlPosition other) {
        if (file.equals(other.file)) {
            return Long.compare(offset, other.offset);
        }
        Matcher ours = matched(file);
        Matcher theirs = matched(other.file);
        if (!ours.group(1).equals(theirs.group(1))) {
            throw new IllegalArgumentException(
                    "Binlog files of different names have no order: " + file + ", " + other.file);
        }
        int byNumber = Long.compare(Long.parseLong(ours.group(2)), Long.parseLong(theirs.group(2)));
        return byNumber != 0 ? byNumber : Long.compare(offset, other.offset);
    }

    private static Matcher matched(String file) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            throw new IllegalStateException("Checked when it was made: " + file);
        }
        return matcher;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof MySqlPosition position
                && offset == position.offset
                && file.equals(position.file);
    }

    @Override
    public int hashCode() {
        return file.hashCode() * 31 + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return text();
    }
}
