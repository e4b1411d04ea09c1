package io.stageline.faults;

import io.stageline.testing.TestDatabase;
import java.util.List;

/// The tables that the load edits. Every source transaction keeps two invariants that no part of one keeps:
///
/// - the quantity of a shelf is the sum of the quantities of its articles;
/// - an editor's lines are as many as its rows in the journal, which has no primary key, so that a row applied twice stays visible.
///
/// Each row carries the number of the source transaction that wrote it last (`tx`). In production a trigger notes who wrote it there.
final class Shop {
    static final List<String> TABLES = List.of("shelf", "article", "editor", "journal");
    static final int SHELVES = 20;
    static final int EDITORS = 4;

    private static final String SCHEMA =
            """
            CREATE TABLE shelf (id integer PRIMARY KEY, quantity bigint NOT NULL, tx bigint NOT NULL);
            CREATE TABLE article (
                id bigint PRIMARY KEY,
                shelf integer NOT NULL REFERENCES shelf,
                sku text NOT NULL UNIQUE,
                quantity bigint NOT NULL,
                note text NOT NULL,
                tx bigint NOT NULL);
            CREATE INDEX ON article (shelf);
            ALTER TABLE article ALTER COLUMN note SET STORAGE EXTERNAL;
            CREATE TABLE editor (id integer PRIMARY KEY, transactions bigint NOT NULL, lines bigint NOT NULL, tx bigint NOT NULL);
            CREATE TABLE journal (tx bigint NOT NULL, line integer NOT NULL, entry text NOT NULL);
            INSERT INTO shelf SELECT i, 0, 0 FROM generate_series(1, %d) i;
            INSERT INTO editor SELECT i, 0, 0, 0 FROM generate_series(1, %d) i;
            """
                    .formatted(SHELVES, EDITORS);

    /// Fires whatever the role of the session that applies.
    private static final String AUDIT =
            """
            CREATE SCHEMA audit;
            CREATE TABLE audit.applied (tbl text NOT NULL, tx bigint NOT NULL, production_tx xid8 NOT NULL DEFAULT pg_current_xact_id());
            CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_TABLE_NAME = 'article' AND TG_OP = 'UPDATE' THEN
                    IF NEW.tx = OLD.tx AND NEW.sku <> OLD.sku THEN
                        RETURN NULL; -- a unique value released on the way to the row that is meant
                    END IF;
                END IF;
                INSERT INTO audit.applied (tbl, tx) VALUES (TG_TABLE_NAME, NEW.tx);
                RETURN NULL;
            END $$;
            """;

    private Shop() {}

    static void open(TestDatabase staging, TestDatabase production) {
        staging.execute(SCHEMA);
        production.execute(SCHEMA);
        production.execute(AUDIT);
        TABLES.forEach(table ->
                production.execute(
                        """
                        CREATE TRIGGER note AFTER INSERT OR UPDATE ON %1$s FOR EACH ROW EXECUTE FUNCTION audit.note();
                        ALTER TABLE %1$s ENABLE ALWAYS TRIGGER note;
                        """
                                .formatted(table)));
    }

    /// How many source transactions a database shows.
    static long transactions(TestDatabase database) {
        return Long.parseLong(database.value("SELECT sum(transactions) FROM editor"));
    }

    /// Source transactions that production saw in more than one of its own transactions: torn, or applied again.
    static List<? extends List<?>> appliedInSeveralTransactions(TestDatabase production) {
        return production.query(
                """
                SELECT tx, count(DISTINCT production_tx), string_agg(DISTINCT tbl || ' in ' || production_tx, ', ')
                FROM audit.applied GROUP BY tx HAVING count(DISTINCT production_tx) > 1 LIMIT 20
                """);
    }

    /// Rows of the journal that production's trigger saw more or less than once.
    static List<? extends List<?>> journalLinesNotAppliedOnce(TestDatabase production) {
        return production.query(
                """
                SELECT coalesce(kept.tx, seen.tx), kept.lines, seen.lines
                FROM (SELECT tx, count(DISTINCT line) AS lines FROM journal GROUP BY tx) kept
                FULL JOIN (SELECT tx, count(*) AS lines FROM audit.applied WHERE tbl = 'journal' GROUP BY tx) seen USING (tx)
                WHERE kept.lines IS DISTINCT FROM seen.lines LIMIT 20
                """);
    }
}
