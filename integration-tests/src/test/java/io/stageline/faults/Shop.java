package io.stageline.faults;

import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.util.List;

/// The tables that the load edits. Every source transaction keeps two invariants that no part of one keeps:
///
/// - the quantity of a shelf is the sum of the quantities of its articles;
/// - an editor's lines are as many as its rows in the journal, which has no primary key, so that a row applied twice stays visible.
///
/// Each row carries the number of the source transaction that wrote it last (`tx`). In production [Audit] notes who wrote it there.
final class Shop {
    static final List<String> TABLES = List.of("shelf", "article", "editor", "journal");
    static final int SHELVES = 20;
    static final int EDITORS = 4;

    /// How many source transactions a database shows.
    static final String TRANSACTIONS = "SELECT sum(transactions) FROM editor";

    private Shop() {}

    static void open(RealDatabase staging, RealDatabase production) {
        String schema =
                """
                CREATE TABLE shelf (id integer PRIMARY KEY, quantity bigint NOT NULL, tx bigint NOT NULL);
                CREATE TABLE article (
                    id bigint PRIMARY KEY,
                    shelf integer NOT NULL,
                    sku varchar(60) NOT NULL UNIQUE,
                    quantity bigint NOT NULL,
                    note text NOT NULL,
                    tx bigint NOT NULL,
                    FOREIGN KEY (shelf) REFERENCES shelf (id));
                CREATE INDEX article_shelf ON article (shelf);
                CREATE TABLE editor (id integer PRIMARY KEY, transactions bigint NOT NULL, line_count bigint NOT NULL, tx bigint NOT NULL);
                CREATE TABLE journal (tx bigint NOT NULL, line integer NOT NULL, entry text NOT NULL);
                INSERT INTO shelf SELECT i, 0, 0 FROM %s;
                INSERT INTO editor SELECT i, 0, 0, 0 FROM %s;
                """
                        .formatted(
                                Series.to(SHELVES, staging.kind()),
                                Series.to(EDITORS, staging.kind()));
        for (RealDatabase database : List.of(staging, production)) {
            database.execute(schema);
            if (database.kind() == ServerKind.POSTGRES) {
                database.execute("ALTER TABLE article ALTER COLUMN note SET STORAGE EXTERNAL");
            }
        }
        Audit.open(production, TABLES);
    }
}
