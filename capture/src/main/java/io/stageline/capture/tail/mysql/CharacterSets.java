package io.stageline.capture.tail.mysql;

import io.stageline.changelog.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the bytes of a text mean, by the number of its collation. Of a character set with one byte a character, staging itself is
/// asked what each byte means: what Java and MySQL call `latin1` is not the same.
final class CharacterSets {
    static final int BINARY_COLLATION = 63;

    /// Bytes are told as base64.
    static final Decoder BINARY = bytes -> Base64.getEncoder().encodeToString(bytes);

    private static final char UNKNOWN = '\uFFFD';

    private static final String COLLATIONS =
            """
            SELECT c.id, c.character_set_name, s.maxlen
              FROM information_schema.collations c JOIN information_schema.character_sets s USING (character_set_name)
            """;
    private static final String MEANINGS =
            """
            WITH RECURSIVE byte (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM byte WHERE n < 255)
            SELECT n, hex(convert(char(n USING :name) USING utf16)) FROM byte
            """;

    private final Map<Integer, Decoder> decoders;

    interface Decoder {
        /// @throws Refusal if the bytes are no text of the character set
        String decode(byte[] bytes);
    }

    private CharacterSets(Map<Integer, Decoder> decoders) {
        this.decoders = Map.copyOf(decoders);
    }

    static CharacterSets of(Connection staging) throws SQLException {
        Map<Integer, Decoder> byCollation = new HashMap<>();
        Map<String, Decoder> byName = new HashMap<>();
        try (Statement statement = staging.createStatement();
                ResultSet row = statement.executeQuery(COLLATIONS)) {
            while (row.next()) {
                String name = row.getString(2);
                Decoder decoder = byName.get(name);
                if (decoder == null) {
                    Optional<Decoder> found = decoder(staging, name, row.getInt(3));
                    if (found.isEmpty()) {
                        continue;
                    }
                    decoder = found.get();
                    byName.put(name, decoder);
                }
                byCollation.put(row.getInt(1), decoder);
            }
        }
        return new CharacterSets(byCollation);
    }

    /// Empty for a character set whose texts cannot be told without loss.
    Optional<Decoder> decoder(int collation) {
        return Optional.ofNullable(decoders.get(collation));
    }

    static boolean isReadable(String name, int bytesMax) {
        return unicode(name).isPresent() || name.equals("binary") || bytesMax == 1;
    }

    static String refusal(TableId table, String column) {
        return "Column %s of table %s has a character set that cannot be read without loss. ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4, or put the table under tables.exclude."
                .formatted(column, table);
    }

    private static Optional<Decoder> decoder(Connection staging, String name, int bytesMax)
            throws SQLException {
        if (name.equals("binary")) {
            return Optional.of(BINARY);
        }
        Optional<Charset> unicode = unicode(name);
        if (unicode.isPresent()) {
            return unicode.map(charset -> bytes -> exact(bytes, charset));
        }
        return bytesMax == 1 ? Optional.of(ofBytes(staging, name)) : Optional.empty();
    }

    private static Optional<Charset> unicode(String name) {
        return switch (name) {
            case "utf8mb4", "utf8mb3", "utf8" -> Optional.of(StandardCharsets.UTF_8);
            case "ucs2", "utf16" -> Optional.of(StandardCharsets.UTF_16BE);
            case "utf16le" -> Optional.of(StandardCharsets.UTF_16LE);
            case "utf32" -> Optional.of(Charset.forName("UTF-32BE"));
            default -> Optional.empty();
        };
    }

    private static String exact(byte[] bytes, Charset charset) {
        var text = new String(bytes, charset);
        if (text.indexOf(UNKNOWN) < 0) {
            return text;
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw notOf(charset.name());
        }
    }

    private static Decoder ofBytes(Connection staging, String name) throws SQLException {
        char[] meanings = new char[256];
        java.util.Arrays.fill(meanings, UNKNOWN);
        try (PreparedStatement statement =
                        staging.prepareStatement(MEANINGS.replace(":name", name));
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String hex = row.getString(2);
                int value = row.getInt(1);
                if (hex != null && hex.length() == 4) {
                    char meaning = (char) Integer.parseInt(hex, 16);
                    meanings[value] = meaning == '?' && value != '?' ? UNKNOWN : meaning;
                }
            }
        }
        return bytes -> text(bytes, meanings, name);
    }

    private static String text(byte[] bytes, char[] meanings, String name) {
        char[] text = new char[bytes.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = meanings[bytes[i] & 0xFF];
            if (text[i] == UNKNOWN) {
                throw notOf(name);
            }
        }
        return new String(text);
    }

    private static Refusal notOf(String name) {
        return new Refusal(
                "Staging's binlog holds a text that is none of its character set %s. Repair the row in staging; what was committed before cannot be captured."
                        .formatted(name));
    }
}
