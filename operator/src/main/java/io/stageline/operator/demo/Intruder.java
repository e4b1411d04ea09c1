package io.stageline.operator.demo;

import io.stageline.database.Database;
import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Somebody who writes to production directly, which is how conflicts are made.
public final class Intruder {
    private static final String PRODUCT = "-7";

    private final Database production;
    private final String schema;
    private final String sku;

    /// @param dialect production's
    /// @param sku the stock-keeping unit the intruder takes
    public Intruder(Database production, Dialect dialect, String sku) {
        this.production = production;
        this.schema = dialect.choose("public", Shop.DATABASE);
        this.sku = sku;
    }

    public String sku() {
        return sku;
    }

    /// The statement that makes trouble.
    public String trouble() {
        return """
        INSERT INTO %1$s.product (id, category_id, sku, slug, name) SELECT %2$s, min(id), '%3$s', 'written-by-hand', 'Written by hand' FROM %1$s.category\
        """
                .formatted(schema, PRODUCT, sku);
    }

    /// The statement that cures it.
    public String cure() {
        return "DELETE FROM " + schema + ".product WHERE id = " + PRODUCT;
    }

    public void writes() throws SQLException {
        execute(trouble());
    }

    public void goes() throws SQLException {
        execute(cure());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = production.open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
