package io.stageline.publisher;

import io.stageline.testing.ServerKind;

/// Tables whose changes can be in every conflict there is.
final class ProductSchema {
    private static final String POSTGRES =
            """
            CREATE TABLE category (id int PRIMARY KEY, name varchar(20) UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int REFERENCES category,
                sku text UNIQUE, price numeric CHECK (price >= 0));
            CREATE TABLE watched (id int PRIMARY KEY, note text);
            ALTER TABLE watched REPLICA IDENTITY FULL
            """;

    private static final String MYSQL =
            """
            CREATE TABLE category (id int PRIMARY KEY, name varchar(20) UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int, sku varchar(20) UNIQUE, price decimal(10,2) CHECK (price >= 0),
                FOREIGN KEY (category_id) REFERENCES category (id));
            CREATE TABLE watched (id int PRIMARY KEY, note text)
            """;

    private ProductSchema() {}

    static String of(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> POSTGRES;
            case MYSQL -> MYSQL;
        };
    }
}
