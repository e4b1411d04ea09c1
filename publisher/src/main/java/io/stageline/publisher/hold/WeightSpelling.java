package io.stageline.publisher.hold;

import io.stageline.database.CanonicalText;
import io.stageline.database.Column;
import io.stageline.database.MySqlText;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// MySQL's collations take many texts for equal: cases, accents, `ss` and `ß`, blanks at the end. Only the server knows which, so it is asked for their
/// weights: one statement for all texts of one collation.
final class WeightSpelling implements Spelling {
    private final Connection connection;
    private final Map<Column, String> statements = new HashMap<>();
    private final Map<String, Map<String, String>> weights = new HashMap<>();
    private final Map<String, Set<String>> expected = new HashMap<>();

    WeightSpelling(Connection connection) {
        this.connection = connection;
    }

    /// A plain key compares all its columns, each by its collation.
    @Override
    public List<String> compared(UniqueKey key) {
        return key.plain() ? key.columns() : key.comparedColumns();
    }

    /// Nothing else that is undecided can be part of a key.
    @Override
    public boolean decides(Column column) {
        return CanonicalText.decides(column.type()) || !column.type().is("json");
    }

    private static boolean isWeighed(Column column) {
        return !CanonicalText.decides(column.type());
    }

    /// The same for all columns of one collation.
    private String statement(Column column) {
        return statements.computeIfAbsent(column, WeightSpelling::weights);
    }

    /// A weight counts blanks at the end. Where the collation does not (PAD SPACE), neither those nor what weighs the same at the end may count: a
    /// no-break space often does. Collations that compare in several rounds have a blank's weights in the middle too, so blanks are left out of
    /// the text there as well. What is too long to be weighed is one thing.
    private static String weights(Column column) {
        return """
        SELECT coalesce(IF(c.pad_attribute = 'PAD SPACE',
            trim(TRAILING hex(weight_string(%3$s)) FROM hex(weight_string(%2$s))), hex(weight_string(%1$s))), '')
        FROM JSON_TABLE(?, '$[*]' COLUMNS (
            place FOR ORDINALITY,
            text longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin PATH '$[0]' ERROR ON ERROR)) v
        CROSS JOIN information_schema.collations c
        WHERE c.collation_name = collation(%3$s)
        ORDER BY v.place
        """
                .formatted(
                        MySqlText.comparedWith(column, "v.text"),
                        MySqlText.comparedWith(column, "rtrim(v.text)"),
                        MySqlText.comparedWith(column, "' '"));
    }

    @Override
    public void expect(Column column, String text) {
        if (isWeighed(column)) {
            String statement = statement(column);
            if (!weights.getOrDefault(statement, Map.of()).containsKey(text)) {
                expected.computeIfAbsent(statement, _ -> new LinkedHashSet<>()).add(text);
            }
        }
    }

    @Override
    public void learn() throws SQLException {
        for (Map.Entry<String, Set<String>> texts : expected.entrySet()) {
            learn(texts.getKey(), List.copyOf(texts.getValue()));
        }
        expected.clear();
    }

    private void learn(String sql, List<String> texts) throws SQLException {
        Map<String, String> learned = weights.computeIfAbsent(sql, _ -> new HashMap<>());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new ManyRows<>(texts).text(text -> text).bind(connection, statement, 1);
            try (ResultSet row = statement.executeQuery()) {
                for (String text : texts) {
                    row.next();
                    learned.put(text, row.getString(1));
                }
            }
        }
    }

    @Override
    public String spell(Column column, String text) {
        if (!isWeighed(column)) {
            return CanonicalText.text(column.type(), text);
        }
        String weight = weights.getOrDefault(statement(column), Map.of()).get(text);
        if (weight == null) {
            throw new IllegalStateException("The weight of a text was not asked for");
        }
        return weight;
    }
}
