package io.stageline.operator.demo;

import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Somebody who writes to production directly, which is how conflicts are made.
public final class Intruder {
    private static final String PRODUCT = "-7";

    private final Database production;
    private final String sku;

    /// @param sku the stock-keeping unit the intruder takes
    public Intruder(Database production, String sku) {
        this.production = production;
        this.sku = sku;
    }

    public String sku() {
        return sku;
    }

    /// The statement that makes trouble.
    public String trouble() {
        return "INSERT INTO public.product (id, category_id, sku, slug, name)"
                + " SELECT %s, min(id), '%s', 'written-by-hand', 'Written by hand' FROM public.category"
                        .formatted(PRODUCT, sku);
    }

    /// The statement that cures it.
    public String cure() {
        return "DELETE FROM public.product WHERE id = " + PRODUCT;
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
