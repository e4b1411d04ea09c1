package io.stageline.conflict;

/// Question marks in SQL of production's catalogue: JDBC takes one for the place of a value, and jsonb and others have
/// operators made of it. Doubled, it is told from one.
final class QuestionMarks {
    private QuestionMarks() {}

    /// The SQL for a prepared statement. Inside texts and quoted names a question mark stays what it is.
    static String doubled(String sql) {
        if (sql.indexOf('?') < 0) {
            return sql;
        }
        var doubled = new StringBuilder(sql.length() + 8);
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) { // a doubled quote ends and begins again
                quote = 0;
            }
            doubled.append(c);
            if (c == '?' && quote == 0) {
                doubled.append('?');
            }
        }
        return doubled.toString();
    }
}
