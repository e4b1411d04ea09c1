package io.stageline.operator.demo;

import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// The shop on a busy day: ten thousand small transactions with some ninety thousand row changes of every kind, as fast as
/// staging takes them.
public final class BusyDay {
    private static final String WORK =
            """
            DO $$
            DECLARE
                place bigint;
                id_new bigint;
            BEGIN
                INSERT INTO category (slug, name) VALUES ('busy', 'Busy') RETURNING id INTO place;
                COMMIT;
                FOR i IN 1 .. 10000 LOOP
                    INSERT INTO product (category_id, sku, slug, name, description)
                    VALUES (place, 'busy-' || i, 'busy-product-' || i, 'Product ' || i, CASE WHEN i % 3 = 0 THEN 'as "seen"' END)
                    RETURNING id INTO id_new;
                    INSERT INTO price (product_id, currency, amount)
                    SELECT id_new, currency, i / 100.0 FROM unnest(ARRAY ['EUR', 'USD', 'GBP']) currency;
                    UPDATE product SET name = 'Renamed ' || i, changed_at = clock_timestamp() WHERE id = id_new - 3;
                    UPDATE price SET amount = amount + 1 WHERE product_id = id_new - i % 7;
                    IF i % 10 = 0 THEN -- two products swap a unique value
                        UPDATE product SET sku = 'on the way' WHERE id = id_new - 1;
                        UPDATE product SET sku = 'busy-' || i - 1 WHERE id = id_new;
                        UPDATE product SET sku = 'busy-' || i WHERE id = id_new - 1;
                    END IF;
                    IF i % 4 = 0 THEN
                        DELETE FROM price WHERE product_id = id_new - 50;
                        DELETE FROM product WHERE id = id_new - 50;
                    END IF;
                    IF i % 100 = 0 THEN
                        UPDATE product SET id = 1000000000 + id WHERE id = id_new - 20;
                    END IF;
                    COMMIT;
                END LOOP;
            END $$
            """;

    private BusyDay() {}

    /// Commits all of it; no commit waits for the disk.
    public static void work(Database staging) throws SQLException {
        try (Connection connection = staging.open();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public");
            statement.execute("SET synchronous_commit = off");
            statement.execute(WORK);
        }
    }
}
