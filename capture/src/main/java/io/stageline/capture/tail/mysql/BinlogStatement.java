package io.stageline.capture.tail.mysql;

import io.stageline.changelog.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a statement in the binlog means for its transaction. With row-based logging that is its boundary, a definition, or
/// nothing; a statement that changes rows tells that a session logs by statement.
sealed interface BinlogStatement {
    record Begin(boolean distributed) implements BinlogStatement {}

    record Commit() implements BinlogStatement {}

    record Rollback() implements BinlogStatement {}

    record RollbackToSavepoint() implements BinlogStatement {}

    record Truncate(TableId table) implements BinlogStatement {}

    /// Rows go or change places, and no event tells which.
    record MovesPartition(String text) implements BinlogStatement {}

    record ChangesRows(String firstWord) implements BinlogStatement {}

    /// No row depends on it.
    record Harmless() implements BinlogStatement {}

    Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?:--\\s|#)[^\\n]*");
    Pattern WORD = Pattern.compile("[A-Za-z]+");
    String NAME = "(`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"|[^\\s`\".;]+)";
    Pattern TRUNCATE =
            Pattern.compile(
                    "(?is)TRUNCATE\\s+(?:TABLE\\b\\s*)?%s(?:\\s*\\.\\s*%s)?\\s*;?\\s*"
                            .formatted(NAME, NAME));
    Pattern PARTITION =
            Pattern.compile(
                    "(?is)ALTER\\s.*\\b(?:(?:TRUNCATE|DROP|EXCHANGE)\\s+PARTITION|(?:DISCARD|IMPORT)\\b.*\\bTABLESPACE)\\b.*");

    /// @param lowerCase whether staging compares tables' names without regard to case
    static BinlogStatement read(BinlogFrame frame, boolean lowerCase) {
        BinlogBytes body = frame.bytes();
        body.skip(8); // the session's number, and how long it took
        int schemaLength = body.uint8();
        body.skip(2); // the error it ended with
        body.skip(body.uint16()); // the session's settings
        String schema = body.utf8(schemaLength);
        body.skip(1);
        return read(schema, body.take(body.remaining()), lowerCase);
    }

    private static BinlogStatement read(String schema, byte[] bytes, boolean lowerCase) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        String bare = COMMENT.matcher(text).replaceAll(" ").strip();
        Matcher word = WORD.matcher(bare);
        String first = word.lookingAt() ? word.group().toUpperCase(Locale.ROOT) : "";
        String all = bare.toUpperCase(Locale.ROOT);
        return switch (first) {
            case "BEGIN" -> new Begin(false);
            case "COMMIT" -> new Commit();
            case "ROLLBACK" -> all.equals("ROLLBACK") ? new Rollback() : new RollbackToSavepoint();
            case "XA" -> all.startsWith("XA START") ? new Begin(true) : new Harmless();
            case "TRUNCATE" -> truncate(schema, bytes, lowerCase);
            case "ALTER" ->
                    PARTITION.matcher(bare).matches() ? new MovesPartition(first) : new Harmless();
            case "INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "WITH", "CALL", "SELECT" ->
                    new ChangesRows(first);
            default -> new Harmless();
        };
    }

    private static BinlogStatement truncate(String schema, byte[] bytes, boolean lowerCase) {
        String exact = exact(bytes);
        Matcher matcher = TRUNCATE.matcher(COMMENT.matcher(exact).replaceAll(" ").strip());
        if (!matcher.matches()) {
            throw new Refusal("Staging's binlog holds a TRUNCATE that cannot be read.");
        }
        boolean qualified = matcher.group(2) != null;
        String inSchema = qualified ? plain(matcher.group(1), lowerCase) : schema;
        String table = plain(matcher.group(qualified ? 2 : 1), lowerCase);
        return new Truncate(new TableId(inSchema, table));
    }

    private static String exact(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(
                    "Staging's binlog holds a TRUNCATE in another character set than utf8mb4; its table cannot be told.");
        }
    }

    private static String plain(String name, boolean lowerCase) {
        char quote = name.charAt(0);
        String plain = name;
        if (quote == '`' || quote == '"') {
            String mark = String.valueOf(quote);
            plain = name.substring(1, name.length() - 1).replace(mark + mark, mark);
        }
        return lowerCase ? plain.toLowerCase(Locale.ROOT) : plain;
    }
}
