-- What only production has: a trigger that sees every line of the ledger arrive, however the publisher writes it.
CREATE SCHEMA audit;
CREATE TABLE audit.seen (transaction bigint NOT NULL, line int NOT NULL, by_transaction xid8 NOT NULL DEFAULT pg_current_xact_id());
CREATE FUNCTION audit.see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.seen (transaction, line) VALUES (NEW.transaction, NEW.line);
    RETURN NULL;
END $$;
CREATE TRIGGER see AFTER INSERT ON public.ledger FOR EACH ROW EXECUTE FUNCTION audit.see();
ALTER TABLE public.ledger ENABLE ALWAYS TRIGGER see;
