package io.stageline.publisher.hold;

import io.stageline.database.CanonicalText;
import io.stageline.database.Column;
import io.stageline.database.Dialect;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// One spelling for all texts that a column takes for equal, where there is one. Owned by one thread.
sealed interface Spelling permits Spelling.ByText, WeightSpelling {
    static Spelling of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(new ByText(), new WeightSpelling(connection));
    }

    /// Columns that are equal in rows that collide, as far as columns tell.
    List<String> compared(UniqueKey key);

    /// Whether values of the column have such a spelling.
    boolean decides(Column column);

    /// To be told of each text before it is spelled, and [#learn] before the first of them is.
    void expect(Column column, String text);

    /// Asks the server what it has to be asked about the texts that are expected.
    void learn() throws SQLException;

    String spell(Column column, String text);

    /// The text tells by itself.
    record ByText() implements Spelling {
        @Override
        public List<String> compared(UniqueKey key) {
            return key.comparedColumns();
        }

        @Override
        public boolean decides(Column column) {
            return CanonicalText.decides(column.type());
        }

        @Override
        public void expect(Column column, String text) {}

        @Override
        public void learn() {}

        @Override
        public String spell(Column column, String text) {
            return CanonicalText.text(column.type(), text);
        }
    }
}
