package io.stageline.operator.demo;

import io.stageline.database.Database;
import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Somebody who works on the shop in staging: one transaction after the other, from one seed. Owned by one thread.
public final class Editor implements AutoCloseable {
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP");
    private static final List<String> GOODS =
            List.of("Lamp", "Chair", "Kettle", "Bicycle", "Notebook", "Backpack", "Tent", "Radio");
    private static final List<String> MANNERS =
            List.of("brass", "folding", "quiet", "tiny", "blue", "sturdy", "striped", "Ægir’s ☂");
    private static final long KEY_STEP = 1_000_000; // far from what the identity column gives out

    /// How many keys were given out.
    private static final String POSTGRES_GIVEN =
            "SELECT coalesce(sum(last_value), 0) FROM pg_sequences WHERE schemaname = 'public'";

    private static final String MY_SQL_GIVEN =
            "SELECT coalesce(sum(auto_increment), 0) FROM information_schema.tables WHERE table_schema = database()";

    private final Connection staging;
    private final Random random;
    private final List<Long> categories;
    private final List<Long> products;
    private long names;

    private Editor(Connection staging, Random random) throws SQLException {
        this.staging = staging;
        this.random = random;
        this.categories = ids("SELECT id FROM category ORDER BY id");
        this.products = ids("SELECT id FROM product ORDER BY id");
        // More than this many names cannot have been given out by editors before.
        this.names = 3 * ids(Dialect.of(staging).choose(POSTGRES_GIVEN, MY_SQL_GIVEN)).getFirst();
    }

    /// Opens the editor's session and looks at what is there.
    public static Editor open(Database staging, long seed) throws SQLException {
        Connection connection = staging.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    Dialect.of(connection)
                            .choose(
                                    "SET search_path = public",
                                    "SET information_schema_stats_expiry = 0"));
            connection.setAutoCommit(false);
            var editor = new Editor(connection, new Random(seed));
            connection.commit();
            return editor;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Commits one transaction, whatever comes to the editor's mind.
    public Edit next() throws SQLException {
        Edit edit = products.size() < 60 ? newProducts(5) : anything();
        staging.commit();
        return edit;
    }

    /// Raises or lowers all prices at once: one transaction with many rows.
    public Edit changeAllPrices() throws SQLException {
        double factor = 0.9 + random.nextInt(21) / 100.0;
        int rows = execute("UPDATE price SET amount = round(amount * " + factor + ", 2)");
        staging.commit();
        return new Edit("changed all prices", rows);
    }

    /// A stock-keeping unit that no product has or had.
    public String unusedSku() {
        return "SALE-" + ++names;
    }

    /// A product with a stock-keeping unit of the caller's choice.
    public Edit newProduct(String sku) throws SQLException {
        int rows = newProductNamed(sku);
        staging.commit();
        return new Edit("new product " + sku, rows);
    }

    private Edit anything() throws SQLException {
        int choice = random.nextInt(100);
        if (choice < 40) {
            return newProducts(1 + random.nextInt(4));
        }
        if (choice < 60) {
            return rename();
        }
        if (choice < 70) {
            return swapSkus();
        }
        if (choice < 78) {
            return deleteProduct();
        }
        if (choice < 84) {
            return moveCategory();
        }
        if (choice < 90) {
            return changeKey();
        }
        return changePricesOfCategory();
    }

    private Edit newProducts(int count) throws SQLException {
        int rows = 0;
        if (categories.size() < 5 || random.nextInt(12) == 0) {
            rows += newCategory();
        }
        for (int i = 0; i < count; i++) {
            rows += newProductNamed("SKU-" + ++names);
        }
        return new Edit("new products", rows);
    }

    private int newCategory() throws SQLException {
        String parent = categories.isEmpty() ? "NULL" : any(categories).toString();
        String slug = "category-" + ++names;
        categories.add(
                id(
                        "INSERT INTO category (parent_id, slug, name) VALUES ("
                                + parent
                                + ", ?, ?)",
                        slug,
                        any(GOODS) + "s"));
        return 1;
    }

    private int newProductNamed(String sku) throws SQLException {
        String name = any(MANNERS) + " " + any(GOODS);
        long product =
                id(
                        "INSERT INTO product (category_id, sku, slug, name, description) VALUES ("
                                + any(categories)
                                + ", ?, ?, ?, ?)",
                        sku,
                        "product-" + ++names,
                        name,
                        random.nextInt(5) == 0 ? "" : "A " + name + ", \"as seen\"; it's good.\n");
        products.add(product);
        for (String currency : CURRENCIES) {
            execute(
                    "INSERT INTO price (product_id, currency, amount) VALUES (?, ?, ?)",
                    product,
                    currency,
                    java.math.BigDecimal.valueOf(100 + random.nextInt(99_900), 2));
        }
        return 1 + CURRENCIES.size();
    }

    private Edit rename() throws SQLException {
        int rows =
                execute(
                        "UPDATE product SET name = ?, changed_at = CURRENT_TIMESTAMP(6) WHERE id = ?",
                        any(MANNERS) + " " + any(GOODS),
                        any(products));
        return new Edit("renamed a product", rows);
    }

    /// Two products exchange their unique value, by way of a third one.
    private Edit swapSkus() throws SQLException {
        long one = any(products);
        long other = any(products);
        if (one == other) {
            return rename();
        }
        String skuOfOne = text("SELECT sku FROM product WHERE id = ?", one);
        String skuOfOther = text("SELECT sku FROM product WHERE id = ?", other);
        String update = "UPDATE product SET sku = ? WHERE id = ?";
        int rows =
                execute(update, "in between", one)
                        + execute(update, skuOfOne, other)
                        + execute(update, skuOfOther, one);
        return new Edit("swapped two stock-keeping units", rows);
    }

    private Edit deleteProduct() throws SQLException {
        Long product = products.remove(random.nextInt(products.size()));
        int rows =
                execute("DELETE FROM price WHERE product_id = ?", product)
                        + execute("DELETE FROM product WHERE id = ?", product);
        return new Edit("deleted a product", rows);
    }

    /// A category gets an older one as its parent, so that the tree stays a tree.
    private Edit moveCategory() throws SQLException {
        int child = 1 + random.nextInt(categories.size() - 1);
        Long parent = categories.get(random.nextInt(child));
        int rows =
                execute(
                        "UPDATE category SET parent_id = ? WHERE id = ?",
                        parent,
                        categories.get(child));
        return new Edit("moved a category", rows);
    }

    /// A product gets another primary key; its prices follow by ON UPDATE CASCADE.
    private Edit changeKey() throws SQLException {
        int index = random.nextInt(products.size());
        Long old = products.get(index);
        Long changed = old % KEY_STEP + KEY_STEP * (1 + random.nextInt(1_000));
        if (products.contains(changed)) {
            return rename();
        }
        int rows = execute("UPDATE product SET id = ? WHERE id = ?", changed, old);
        products.set(index, changed);
        return new Edit("changed a product's key", rows);
    }

    private Edit changePricesOfCategory() throws SQLException {
        int rows =
                execute(
                        """
                        UPDATE price SET amount = round(amount * 1.02, 2)
                        WHERE product_id IN (SELECT id FROM product WHERE category_id = ?)
                        """,
                        any(categories));
        return rows == 0 ? rename() : new Edit("changed the prices of a category", rows);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private int execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /// The key that the database gave the row.
    private long id(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = staging.prepareStatement(sql, new String[] {"id"})) {
            bind(statement, values);
            statement.executeUpdate();
            try (ResultSet key = statement.getGeneratedKeys()) {
                key.next();
                return key.getLong(1);
            }
        }
    }

    private String text(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(sql, values);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = staging.prepareStatement(sql);
        bind(statement, values);
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private List<Long> ids(String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = staging.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    @Override
    public void close() throws SQLException {
        staging.close();
    }
}
