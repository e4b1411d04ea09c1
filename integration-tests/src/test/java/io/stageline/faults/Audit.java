package io.stageline.faults;

import io.stageline.testing.RealDatabase;
import java.util.List;

/// What triggers in production note of each row written there: its table, the number of its source transaction (column `tx`), and the
/// production transaction that wrote it.
final class Audit {
    /// Fires whatever the role of the session that applies. A savepoint gives rows another xmin: what counts is the transaction that
    /// each statement belongs to.
    private static final String POSTGRES =
            """
            CREATE TABLE public.audit_applied (tbl text NOT NULL, tx bigint NOT NULL, production_tx xid8 NOT NULL DEFAULT pg_current_xact_id());
            CREATE FUNCTION audit_note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_TABLE_NAME = 'article' AND TG_OP = 'UPDATE' THEN
                    IF NEW.tx = OLD.tx AND NEW.sku <> OLD.sku THEN
                        RETURN NULL; -- a unique value released on the way to the row that is meant
                    END IF;
                END IF;
                INSERT INTO public.audit_applied (tbl, tx) VALUES (TG_TABLE_NAME, NEW.tx);
                RETURN NULL;
            END $$;
            """;

    private static final String MYSQL =
            "CREATE TABLE audit_applied (tbl varchar(20) NOT NULL, tx bigint NOT NULL, production_tx varchar(60) NOT NULL);";

    /// The server counts the events of each session: one of them is the transaction. The sum keeps it from an index: a trigger that looks
    /// these events up by theirs finds none once MySQL (9.7.4) takes the table from its cache, which is so from the seventeenth session on.
    private static final String MYSQL_TRIGGER =
            """
            CREATE TRIGGER note_%1$s_%2$s AFTER %2$s ON %1$s FOR EACH ROW
            INSERT INTO audit_applied SELECT '%1$s', NEW.tx, concat(thread_id, '.', event_id)
            FROM performance_schema.events_transactions_current WHERE thread_id + 0 = ps_current_thread_id() AND %3$s;
            """;

    private static final String NOT_ON_ITS_WAY = "(NEW.tx <> OLD.tx OR NEW.sku = OLD.sku)";

    private Audit() {}

    static void open(RealDatabase production, List<String> tables) {
        switch (production.kind()) {
            case POSTGRES -> {
                production.execute(POSTGRES);
                tables.forEach(table ->
                        production.execute(
                                """
                                CREATE TRIGGER note AFTER INSERT OR UPDATE ON %1$s FOR EACH ROW EXECUTE FUNCTION audit_note();
                                ALTER TABLE %1$s ENABLE ALWAYS TRIGGER note;
                                """
                                        .formatted(table)));
            }
            case MYSQL -> {
                production.execute(MYSQL);
                tables.forEach(table -> {
                    production.execute(MYSQL_TRIGGER.formatted(table, "INSERT", "true"));
                    String meant = table.equals("article") ? NOT_ON_ITS_WAY : "true";
                    production.execute(MYSQL_TRIGGER.formatted(table, "UPDATE", meant));
                });
            }
        }
    }

    /// Source transactions that production saw in more than one of its own transactions: torn, or applied again.
    static List<? extends List<?>> appliedInSeveralTransactions(RealDatabase production) {
        return production.query(
                """
                SELECT tx, count(DISTINCT production_tx), min(concat(tbl, ' in ', production_tx)), max(concat(tbl, ' in ', production_tx))
                FROM audit_applied GROUP BY tx HAVING count(DISTINCT production_tx) > 1 LIMIT 20
                """);
    }

    /// Rows of the journal that production's trigger saw more or less than once.
    static List<? extends List<?>> journalLinesNotAppliedOnce(RealDatabase production) {
        return production.query(
                """
                SELECT tx, sum(kept), sum(seen)
                FROM (SELECT tx, count(DISTINCT line) AS kept, 0 AS seen FROM journal GROUP BY tx
                      UNION ALL
                      SELECT tx, 0, count(*) FROM audit_applied WHERE tbl = 'journal' GROUP BY tx) counted
                GROUP BY tx HAVING sum(kept) <> sum(seen) LIMIT 20
                """);
    }
}
