package io.stageline.database;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// An expression of MySQL's `information_schema`, as SQL: of a check, a generated column, a part of an index.
///
/// The views show it escaped once more, as inside a text, and with its UTF-8 taken for Latin-1 and encoded again. Both were seen on MySQL 9.7.
public final class MySqlExpression {
    /// A name as the catalogue quotes it inside an expression.
    private static final Pattern QUOTED = Pattern.compile("`((?:[^`]|``)+)`");

    private MySqlExpression() {}

    /// The expression as one could write it in a statement.
    public static String sql(String shown) {
        String once = onceEncoded(shown);
        var sql = new StringBuilder(once.length());
        for (int i = 0; i < once.length(); i++) {
            char c = once.charAt(i);
            sql.append(c == '\\' && i + 1 < once.length() ? meant(once.charAt(++i)) : c);
        }
        return sql.toString();
    }

    private static char meant(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '0' -> '\0';
            case 'Z' -> '\u001a';
            default -> escaped;
        };
    }

    /// Right as it is where a character is no byte, or the bytes are not UTF-8.
    private static String onceEncoded(String shown) {
        if (shown.chars().anyMatch(c -> c > 0xff)) {
            return shown;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(shown.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            return shown;
        }
    }

    /// The columns that an expression reads, in the table's order.
    ///
    /// @param sql as [#sql] gives it
    public static List<String> columns(String sql, List<Column> ofTable) {
        List<String> quoted = QUOTED.matcher(sql).results().map(MySqlExpression::name).toList();
        return ofTable.stream().map(Column::name).filter(quoted::contains).toList();
    }

    private static String name(MatchResult quoted) {
        return quoted.group(1).replace("``", "`");
    }
}
